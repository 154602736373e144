// What of a draft's media judges must not see: the files, the one in hand, and what is about to be covered.
import { ask, commands, coverMedium, type DraftMedium, type MaskView, makeCovered, type Refusal, refusal, takeBackRedaction, type WorkProgress } from "../../../lib/ask";
import { type Area, moment } from "./spans";

/** What is covered of some seconds. */
export type Sense = "both" | "picture" | "sound";

export class Covering {
  media = $state.raw<DraftMedium[]>([]);
  at = $state(0);
  from = $state("");
  to = $state("");
  sense = $state<Sense>("both");
  area = $state.raw<Area | null>(null);
  /** Whether the copy that judges get is played, and not the whole. */
  asJudged = $state(false);
  reason = $state("");
  running = $state(false);
  progress = $state.raw<WorkProgress | null>(null);
  trouble = $state.raw<Refusal | null>(null);
  #draft: number | null = null;

  readonly medium: DraftMedium | null = $derived(this.media[this.at] ?? null);
  readonly hasSound = $derived(this.medium?.kind === "video" || this.medium?.kind === "audio");
  /** What the form says now; `null` when it says nothing that can be done. */
  readonly masks: MaskView[] | null = $derived(this.#masks());

  /** Reads the files of a draft. */
  async load(draft: number): Promise<void> {
    if (this.#draft !== draft) this.#clear();
    this.#draft = draft;
    try {
      const media = await ask(commands.draftMedia(draft));
      // Another draft may have been taken meanwhile.
      if (this.#draft === draft) this.media = media;
    } catch (thrown) {
      this.trouble = refusal(thrown);
    }
  }

  choose(at: number): void {
    this.#clear();
    this.at = at;
  }

  /** Covers what the form says; with nothing said, keeps the whole file from judges. */
  async cover(whole: boolean): Promise<boolean> {
    const { medium } = this;
    const masks = whole ? [] : this.masks;
    const draft = this.#draft;
    if (medium === null || masks === null || draft === null) return false;
    const done = await this.#work((tell) => coverMedium(draft, medium.name, masks, this.reason, tell));
    if (done) {
      this.#blank();
      this.asJudged = !whole;
    }
    return done;
  }

  takeBack(redaction: number): Promise<boolean> {
    return this.#work((tell) => takeBackRedaction(redaction, tell));
  }

  again(): Promise<boolean> {
    return this.#work(makeCovered);
  }

  stop(): void {
    ask(commands.stopWork()).catch(() => undefined);
  }

  async #work(act: (tell: (progress: WorkProgress) => void) => Promise<null>): Promise<boolean> {
    if (this.running) return false;
    this.running = true;
    this.progress = null;
    this.trouble = null;
    let done = false;
    try {
      await act((progress) => (this.progress = progress));
      done = true;
    } catch (thrown) {
      this.trouble = refusal(thrown);
    } finally {
      this.running = false;
    }
    if (this.#draft !== null) await this.load(this.#draft);
    return done;
  }

  #masks(): MaskView[] | null {
    const { medium } = this;
    if (medium === null) return null;
    if (medium.kind === "image") return this.area === null ? null : [{ covers: "picture", region: this.area, span: null }];
    if (medium.kind !== "video" && medium.kind !== "audio") return null;
    const [from, to] = [moment(this.from), moment(this.to)];
    const span: [number, number] | null = from !== null && to !== null && from < to ? [from, to] : null;
    if (medium.kind === "audio") return span && [{ covers: "sound", span }];
    if (this.area !== null) {
      const throughout = this.from.trim() === "" && this.to.trim() === "";
      return span || throughout ? [{ covers: "picture", region: this.area, span }] : null;
    }
    if (span === null) return null;
    const picture: MaskView = { covers: "picture", region: [0, 0, 1000, 1000], span };
    const sound: MaskView = { covers: "sound", span };
    return { both: [picture, sound], picture: [picture], sound: [sound] }[this.sense];
  }

  #blank(): void {
    this.from = "";
    this.to = "";
    this.area = null;
    this.reason = "";
  }

  #clear(): void {
    this.#blank();
    this.at = 0;
    this.asJudged = false;
    this.trouble = null;
  }
}
