//! What is written here opens with stock tools, and what they write opens here.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use rand::rngs::OsRng;
use seal::{Identity, Passphrase, PublicKey, Recipient, SealError, SealedFile, SigningKey, Unlock};

const DIGITS: &str = "31415926535897932384";

/// Runs a command that asks for a passphrase on its terminal, and types the digits.
const TYPE_DIGITS: &str = r#"
import os, pty, sys
digits, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
heard = b""
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    heard += piece
    while b"assphrase" in heard and b": " in heard.split(b"assphrase", 1)[1]:
        heard = heard.split(b"assphrase", 1)[1].split(b": ", 1)[1]
        os.write(terminal, digits.encode() + b"\n")
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"#;

fn run(command: &mut Command, input: &[u8]) -> Vec<u8> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn secret_file(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn ssh_keygen_accepts_our_signature_and_we_accept_its() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let key = SigningKey::generate(&mut OsRng);
    let message = "评审包 manifest".as_bytes();
    fs::write(at("sig"), key.sign("judge-pack@jurydesk", message).unwrap()).unwrap();
    fs::write(
        at("allowed"),
        format!("organiser {}\n", key.public().to_openssh()),
    )
    .unwrap();
    run(
        Command::new("ssh-keygen")
            .args([
                "-Y",
                "verify",
                "-I",
                "organiser",
                "-n",
                "judge-pack@jurydesk",
                "-f",
            ])
            .arg(at("allowed"))
            .arg("-s")
            .arg(at("sig")),
        message,
    );

    secret_file(&at("key"), &key.to_openssh());
    let theirs = run(
        Command::new("ssh-keygen")
            .args(["-Y", "sign", "-n", "judge-pack@jurydesk", "-f"])
            .arg(at("key")),
        message,
    );
    let theirs = String::from_utf8(theirs).unwrap();
    key.public()
        .verify("judge-pack@jurydesk", message, &theirs)
        .unwrap();
    assert_eq!(seal::signer_of(&theirs).unwrap(), key.public());
}

#[test]
fn ssh_keygen_reads_our_key_files_and_we_read_its() {
    let folder = tempfile::tempdir().unwrap();
    let passphrase = Passphrase::parse(DIGITS).unwrap();
    let key = SigningKey::generate(&mut OsRng);
    let ours = folder.path().join("ours");
    secret_file(
        &ours,
        &key.to_openssh_encrypted(&passphrase, &mut OsRng).unwrap(),
    );
    let public = run(
        Command::new("ssh-keygen")
            .args(["-y", "-P", DIGITS, "-f"])
            .arg(&ours),
        b"",
    );
    let public = String::from_utf8(public).unwrap();
    assert_eq!(PublicKey::parse(&public).unwrap(), key.public());

    for (name, words) in [("plain", ""), ("locked", DIGITS)] {
        let path = folder.path().join(name);
        run(
            Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-C", "注释", "-N", words, "-f"])
                .arg(&path),
            b"",
        );
        let text = fs::read_to_string(&path).unwrap();
        let line = fs::read_to_string(path.with_extension("pub")).unwrap();
        let read = match words {
            "" => SigningKey::from_openssh(&text),
            _ => SigningKey::from_openssh_encrypted(&text, &passphrase),
        };
        assert_eq!(read.unwrap().public(), PublicKey::parse(&line).unwrap());
    }
}

#[test]
fn wrong_digits_for_a_key_file_are_told_from_a_damaged_one() {
    let key = SigningKey::generate(&mut OsRng);
    let right = Passphrase::parse(DIGITS).unwrap();
    let wrong = Passphrase::generate(&mut OsRng);
    let text = key.to_openssh_encrypted(&right, &mut OsRng).unwrap();
    assert!(matches!(
        SigningKey::from_openssh_encrypted(&text, &wrong),
        Err(SealError::WrongPassphrase)
    ));
    assert!(matches!(
        SigningKey::from_openssh_encrypted("-----BEGIN", &right),
        Err(SealError::NotAKey { .. })
    ));
    assert!(matches!(
        SigningKey::from_openssh(&text),
        Err(SealError::NotAKey { .. })
    ));
    assert!(matches!(
        SigningKey::from_openssh_encrypted(&key.to_openssh(), &right),
        Err(SealError::NotAKey { .. })
    ));
}

#[test]
fn age_opens_what_we_encrypt_to_a_recipient_and_we_open_what_it_encrypts() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::generate();
    let path = folder.path().join("organiser.age");
    secret_file(
        &path,
        &format!(
            "# public key: {}\n{}\n",
            identity.to_recipient(),
            *identity.to_secret_string()
        ),
    );
    let plain = vec![7_u8; 100_000];
    let mut out = seal::encrypt_to_recipient(Vec::new(), &identity.to_recipient()).unwrap();
    out.write_all(&plain).unwrap();
    let ours = out.finish().unwrap();
    let opened = run(Command::new("age").args(["-d", "-i"]).arg(&path), &ours);
    assert_eq!(opened, plain);

    let recipient = identity.to_recipient().to_string();
    let theirs = run(Command::new("age").args(["-r", &recipient]), &plain);
    let text = fs::read_to_string(&path).unwrap();
    let read = Identity::parse(&text).unwrap();
    assert_eq!(Recipient::parse(&recipient).unwrap(), read.to_recipient());
    assert_eq!(seal::decrypt_all(&theirs, &read, 100_000).unwrap(), plain);
}

#[test]
fn age_opens_what_we_encrypt_to_digits_and_we_open_what_it_encrypts() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let passphrase = Passphrase::parse(DIGITS).unwrap();
    let plain = "点子".repeat(20_000).into_bytes();
    let mut out = seal::encrypt_to_passphrase(Vec::new(), &passphrase).unwrap();
    out.write_all(&plain).unwrap();
    fs::write(at("ours"), out.finish().unwrap()).unwrap();
    let typed = |arguments: &[&std::ffi::OsStr]| {
        run(
            Command::new("python3")
                .args(["-c", TYPE_DIGITS, DIGITS, "age"])
                .args(arguments),
            b"",
        );
    };
    let (ours, opened) = (at("ours"), at("opened"));
    typed(&["-d".as_ref(), "-o".as_ref(), opened.as_ref(), ours.as_ref()]);
    assert_eq!(fs::read(&opened).unwrap(), plain);

    let theirs = at("theirs");
    typed(&[
        "-p".as_ref(),
        "-o".as_ref(),
        theirs.as_ref(),
        opened.as_ref(),
    ]);
    let file = fs::File::open(&theirs).unwrap();
    let sealed = SealedFile::open(file, Unlock::Passphrase(&passphrase)).unwrap();
    let mut read = vec![0_u8; plain.len()];
    assert_eq!(sealed.read_at(0, &mut read).unwrap(), plain.len());
    assert_eq!(read, plain);
}
