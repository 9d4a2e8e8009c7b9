import { type ConnectionOptions, optionsWith } from '../tcp/options.ts';
import type { Profile } from '../tcp/profile.ts';
import { withOverrides } from '../tcp/profiles/overrides.ts';
import type { OptionValue } from './types.ts';

/** What has been set of a socket before and after there is a connection, to begin it with. */
export class Settings {
  /** Options as they were set, by name; those that mean nothing to the engine are only here. */
  readonly kept: Map<string, OptionValue>;
  /** What connections begin with. */
  #options: Partial<ConnectionOptions>;
  /** What is different from the profile. */
  #overrides: Partial<Profile>;
  #base: Profile;
  #profile: Profile;
  noDelay: boolean | null = null;

  constructor(base: Profile, from: Settings | null = null) {
    this.#base = base;
    this.#profile = base;
    this.kept = new Map(from?.kept);
    this.#options = from === null ? {} : { ...from.#options };
    this.#overrides = from === null ? {} : { ...from.#overrides };
    this.noDelay = from?.noDelay ?? null;
    if (from !== null) this.#profile = from.#profile;
  }

  /** Those of a socket that was accepted from one with these. */
  child(): Settings {
    const child = new Settings(this.#base, this);
    child.kept.delete('TCP_DEFER_ACCEPT'); // inet_csk_clone_lock()
    return child;
  }

  get profile(): Profile {
    return this.#profile;
  }

  /** Changes a field of the profile; the caller has checked the value. */
  override(changes: Partial<Profile>): void {
    this.#overrides = { ...this.#overrides, ...changes };
    this.#profile = withOverrides(this.#base, this.#overrides);
  }

  /** Another profile takes the place of the one it began with, but for the buffers: a socket has those since it was made. */
  rebase(base: Profile): void {
    const { sendBuffer, receiveBuffer } = this.#base;
    this.#base = withOverrides(base, { sendBuffer, receiveBuffer });
    this.#profile = withOverrides(this.#base, this.#overrides);
  }

  change(changes: Partial<ConnectionOptions>): void {
    this.#options = { ...this.#options, ...changes };
  }

  /** The options a connection begins with; shared with all others that changed nothing. */
  get options(): Readonly<ConnectionOptions> {
    return optionsWith(this.#profile, this.#options);
  }
}
