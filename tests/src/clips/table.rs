//! The clips and what is right for each.

use super::{Clip, Doubt, boxes};

/// What most phones write, apart from the container.
const PHONE: &str = "-c:v libx264 -pix_fmt yuv420p -c:a aac";
const FASTSTART: &str = "-c:v libx264 -pix_fmt yuv420p -c:a aac -movflags +faststart";
const SLIDES: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 5 -f mp4";
const PIECES: &str =
    "-c:v libx264 -pix_fmt yuv420p -g 10 -c:a aac -movflags frag_keyframe+empty_moov";
const PQ: &str = "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -tag:v hvc1 -c:a aac -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc";
const HLG: &str = "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -c:a aac -color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc";

/// All of them: what is taken over, what is encoded again, what is turned, what breaks off, what lies, what is over.
#[must_use]
pub fn clips() -> Vec<Clip> {
    [
        taken_over(),
        codecs(),
        pictures(),
        times(),
        broken(),
        lengths(),
    ]
    .concat()
}

fn taken_over() -> Vec<Clip> {
    vec![
        Clip::film("phone.mp4", "H.264, AAC, index in front", FASTSTART).remuxed(),
        Clip::film("index_last.mp4", "index at the end", PHONE).remuxed(),
        Clip::film("pieces.mp4", "fragmented MP4", PIECES).seen("testsrc2=s=160x120:r=25:d=4").remuxed(),
        Clip::film("quicktime.mov", "H.264, AAC in QuickTime", PHONE).remuxed(),
        Clip::film("matroska.mkv", "H.264, AAC in Matroska", PHONE).remuxed(),
        Clip::film("flash.flv", "H.264, AAC in FLV", PHONE).seen("testsrc2=s=160x120:r=25:d=4").remuxed(),
        Clip::film("broadcast.ts", "H.264, AAC in a transport stream", PHONE).remuxed(),
        Clip::film("silent.mp4", "no sound", PHONE).heard("").remuxed(),
        Clip::film("sound_only.mp4", "sound alone, called a film", "-c:a aac")
            .seen("")
            .remuxed()
            .sound_alone(),
        Clip::film(
            "cover.mp4",
            "sound with a cover picture",
            "-c:a aac -c:v png -disposition:v attached_pic",
        )
        .seen("color=red:s=64x64:r=1:d=1")
        .remuxed()
        .sound_alone(),
        Clip::film(
            "film_and_cover.mp4",
            "a film with a cover picture",
            "-f lavfi -i color=red:s=64x64:d=1 -map 0 -map 1 -map 2 -c:v:0 libx264 -pix_fmt:v:0 yuv420p -c:a aac -c:v:1 png -frames:v:1 1 -disposition:v:1 attached_pic",
        )
        .remuxed(),
        Clip::film(
            "two_pictures.mp4",
            "two streams of pictures: the first counts",
            "-f lavfi -i color=red:s=320x240:r=10:d=9 -map 0 -map 1 -map 2 -c:v libx264 -pix_fmt yuv420p -c:a aac",
        )
        .remuxed(),
        Clip::film("called_a_photo.jpg", "MP4, called a photo", "-c:v libx264 -pix_fmt yuv420p -c:a aac -f mp4")
            .remuxed(),
    ]
}

fn codecs() -> Vec<Clip> {
    vec![
        Clip::film(
            "hevc.mp4",
            "HEVC",
            "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p -tag:v hvc1 -c:a aac",
        ),
        Clip::film("pq.mov", "HEVC, 10 bit, HDR (PQ)", PQ),
        Clip::film("hlg.mp4", "HEVC, 10 bit, HDR (HLG)", HLG),
        Clip::film(
            "xvid.avi",
            "MPEG-4 ASP with B-frames, MP3",
            "-c:v mpeg4 -bf 2 -c:a libmp3lame",
        ),
        Clip::film(
            "h264.avi",
            "H.264 in AVI, whose packets have no times",
            "-c:v libx264 -pix_fmt yuv420p -c:a libmp3lame",
        )
        .seen("testsrc2=s=160x120:r=25:d=4"),
        Clip::film(
            "camera.avi",
            "Motion JPEG, PCM",
            "-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le",
        ),
        Clip::film("office.wmv", "WMV 8, WMA", "-c:v wmv2 -c:a wmav2"),
        Clip::film(
            "vp9.webm",
            "VP9, Opus",
            "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus",
        ),
        Clip::film(
            "vp8_called_mp4.mp4",
            "VP8, Vorbis in WebM, called MP4",
            "-c:v libvpx -deadline realtime -c:a libvorbis -f webm",
        ),
        Clip::film(
            "av1.mp4",
            "AV1",
            "-c:v libaom-av1 -cpu-used 8 -usage realtime -c:a aac",
        ),
        Clip::film(
            "dvd.mpg",
            "MPEG-2 program stream with wide pixels",
            "-c:v mpeg2video -c:a mp2 -f vob",
        )
        .seen("testsrc2=s=160x120:r=25:d=4,setdar=16/9")
        .sized(213, 120),
        Clip::film(
            "mpeg2.ts",
            "MPEG-2 transport stream",
            "-c:v mpeg2video -c:a mp2",
        )
        .seen("testsrc2=s=160x120:r=25:d=4"),
        Clip::film(
            "prores.mov",
            "ProRes 4:2:2, 10 bit, PCM",
            "-c:v prores -c:a pcm_s16le",
        ),
        Clip::film(
            "old_flash.flv",
            "Sorenson, MP3",
            "-c:v flv -c:a libmp3lame -ar 44100",
        ),
        Clip::film("old_phone.3gp", "H.263, AMR", "-c:v h263 -f 3gp")
            .seen("testsrc2=s=176x144:r=10:d=4")
            .heard("")
            .again("-i {} -i {amr} -map 0:v -map 1:a -c copy -f 3gp")
            .sized(176, 144),
        Clip::film("real.rm", "RealVideo", "-c:v rv20 -f rm")
            .seen("testsrc2=s=176x144:r=10:d=4")
            .heard("")
            .sized(176, 144),
        Clip::film(
            "memo.amr",
            "a telephone's voice memo",
            "-f mp4 -c:v libx264",
        )
        .again("-i {amr} -c copy -f amr")
        .sound_alone(),
        Clip::film(
            "surround.mp4",
            "sound of six channels",
            "-c:v libx264 -pix_fmt yuv420p -c:a aac -ac 6",
        ),
        Clip::film(
            "pcm.mov",
            "H.264 with PCM sound",
            "-c:v libx264 -pix_fmt yuv420p -c:a pcm_s16le",
        ),
    ]
}

fn pictures() -> Vec<Clip> {
    vec![
        Clip::film("right.mp4", "held upright: a quarter turn right", PHONE)
            .changed(boxes::quarter_right)
            .sized(120, 160),
        Clip::film("over_head.mp4", "upside down", PHONE).changed(boxes::half_turn),
        Clip::film("left.mov", "a quarter turn left", PHONE)
            .changed(boxes::quarter_left)
            .sized(120, 160),
        Clip::film("selfie.mp4", "mirrored", PHONE).changed(boxes::mirrored),
        Clip::film(
            "odd.avi",
            "odd width and height",
            "-c:v mpeg4 -c:a libmp3lame",
        )
        .seen("testsrc=s=161x121:r=10:d=4")
        .sized(161, 121),
        Clip::film(
            "screen.mp4",
            "4:4:4",
            "-c:v libx264 -pix_fmt yuv444p -c:a aac",
        ),
        Clip::film(
            "editor.mp4",
            "4:2:2, 10 bit",
            "-c:v libx264 -pix_fmt yuv422p10le -c:a aac",
        ),
        Clip::film(
            "interlaced.mp4",
            "interlaced",
            "-vf interlace -c:v libx264 -flags +ilme+ildct -pix_fmt yuv420p -c:a aac",
        )
        .seen("testsrc2=s=160x120:r=50:d=4"),
        Clip::film("fast.mp4", "120 frames a second", PHONE).seen("testsrc2=s=160x120:r=120:d=4"),
        Clip::film(
            "large.mp4",
            "3840 × 2160",
            "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac",
        )
        .seen("testsrc2=s=3840x2160:r=2:d=4")
        .sized(3840, 2160),
        Clip::film(
            "one_key.mp4",
            "one key frame in 40 s",
            "-c:v libx264 -g 9999 -sc_threshold 0 -pix_fmt yuv420p -c:a aac",
        )
        .seen("testsrc2=s=160x120:r=25:d=40")
        .heard("sine=d=40")
        .lasting(40_000),
    ]
}

fn times() -> Vec<Clip> {
    vec![
        Clip::film("uneven.mp4", "frames at uneven times", PHONE)
            .seen("testsrc2=s=160x120:r=10:d=4,setpts=PTS+0.2*floor(N/10)/TB")
            .lasting(4600)
            .remuxed(),
        Clip::film(
            "trimmed.mp4",
            "the start cut away by an edit list",
            "-c:v libx264 -g 40 -pix_fmt yuv420p -c:a aac",
        )
        .again("-ss 1.5 -i {} -c copy")
        .lasting(2500)
        .remuxed(),
        Clip::film(
            "late_sound.mp4",
            "sound that starts after an empty edit",
            PHONE,
        )
        .again("-i {} -itsoffset 1 -i {} -map 0:v -map 1:a -c copy")
        .lasting(5000)
        .remuxed(),
        Clip::film(
            "late_picture.mp4",
            "pictures that start after an empty edit",
            PHONE,
        )
        .again("-itsoffset 1 -i {} -i {} -map 0:v -map 1:a -c copy")
        .lasting(5000)
        .remuxed(),
        Clip::film(
            "before_zero.mkv",
            "times below zero",
            "-c:v libx264 -pix_fmt yuv420p -bf 3 -c:a aac",
        )
        .again("-ss 1 -i {} -c copy -avoid_negative_ts disabled")
        .lasting(4040)
        .doubted(Doubt::HeaderLies)
        .remuxed(),
        Clip::film("long_sound.mp4", "sound longer than the pictures", PHONE)
            .heard("sine=d=7")
            .lasting(7000)
            .remuxed(),
        Clip::film(
            "live.webm",
            "no length in the header",
            "-c:v libvpx -deadline realtime -c:a libvorbis -f webm -live 1",
        ),
    ]
}

fn broken() -> Vec<Clip> {
    vec![
        Clip::film("cut.mp4", "broken off, index in front", FASTSTART)
            .changed(boxes::first_half)
            .lasting(2200)
            .doubted(Doubt::CutOff)
            .remuxed(),
        Clip::film("cut.wmv", "WMV broken off", "-c:v wmv2 -g 10 -c:a wmav2")
            .changed(boxes::first_half)
            .lasting(1846)
            .doubted(Doubt::CutOff),
        Clip::film("cut.flv", "FLV broken off", "-c:v flv -g 10 -c:a libmp3lame -ar 44100")
            .changed(boxes::first_half)
            .lasting(1825)
            .doubted(Doubt::CutOff),
        Clip::film("cut.avi", "AVI broken off", "-c:v mpeg4 -g 10 -c:a libmp3lame")
            .changed(boxes::first_half)
            .lasting(1800)
            .doubted(Doubt::CutOff),
        Clip::film("cut.mkv", "Matroska broken off", PHONE)
            .changed(boxes::first_half)
            .lasting(2223)
            .doubted(Doubt::CutOff)
            .remuxed(),
        Clip::film("hollow.mp4", "nothing but zeros from the middle on", FASTSTART)
            .changed(boxes::hollow)
            .lasting(2200)
            .doubted(Doubt::CutOff)
            .remuxed(),
        Clip::film("cut_before_index.mp4", "broken off before its index", PHONE).changed(boxes::first_half).unreadable(),
        Clip::film("no_frames.mp4", "an index and no frame", PIECES).changed(boxes::index_alone).unreadable(),
        Clip::film(
            "locked.mp4",
            "encrypted",
            "-c:v libx264 -pix_fmt yuv420p -c:a aac -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb -encryption_kid a7e61c373e219033c21091fa607bf3b8",
        )
        .unreadable(),
        Clip::film("promises_20_s.mp4", "a header that says 20 s", PHONE)
            .changed(boxes::stating_20_s)
            .doubted(Doubt::HeaderLies)
            .remuxed(),
        Clip::film("promises_179_s.mp4", "a header that says 179 s of 185 s", SLIDES)
            .seen("testsrc2=s=160x120:r=2:d=185")
            .heard("")
            .changed(boxes::stating_179_s)
            .lasting(185_000)
            .doubted(Doubt::HeaderLies)
            .over()
            .remuxed(),
    ]
}

fn lengths() -> Vec<Clip> {
    vec![
        Clip::film("180_0.mp4", "180.0 s", SLIDES)
            .seen("testsrc2=s=160x120:r=5:d=180")
            .heard("")
            .lasting(180_000)
            .remuxed(),
        Clip::film("180_4.mp4", "180.4 s", SLIDES)
            .seen("testsrc2=s=160x120:r=5:d=180.4")
            .heard("")
            .lasting(180_400)
            .remuxed(),
        Clip::film("181_0.mp4", "181.0 s", SLIDES)
            .seen("testsrc2=s=160x120:r=5:d=181")
            .heard("")
            .lasting(181_000)
            .remuxed(),
        Clip::film("181_2.mp4", "181.2 s", SLIDES)
            .seen("testsrc2=s=160x120:r=5:d=181.2")
            .heard("")
            .lasting(181_200)
            .over()
            .remuxed(),
    ]
}
