import { failed, ok, type Result } from './result.ts';

/** What a process may do that others may not, by the names of capabilities(7). */
const NAMES: ReadonlySet<string> = new Set(
  `
  CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
  NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
  SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
  MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE`
    .trim()
    .split(/\s+/)
    .map((name) => `CAP_${name}`),
);

/** The names of Linux's capabilities. */
export const capabilityNames = (): readonly string[] => [...NAMES];

/** The sets that a process has of them: those in force, those it may put in force, those it hands on. */
export type CapabilitySet = 'CAP_EFFECTIVE' | 'CAP_PERMITTED' | 'CAP_INHERITABLE';

/**
 * The capabilities of one process, which begins with all of them, as root does. Of those that a stream socket asks for
 * there are three: CAP_NET_BIND_SERVICE for ports below 1024, CAP_NET_ADMIN and CAP_NET_RAW for SO_MARK and for an
 * SO_PRIORITY above 6.
 */
export class Capabilities {
  readonly #effective = new Set(NAMES);
  readonly #permitted = new Set(NAMES);
  readonly #inheritable = new Set<string>();

  /** Whether it may do now what `name` stands for. */
  has(name: string): boolean {
    return this.#effective.has(name);
  }

  /**
   * Puts `name` into a set, or takes it out: cap_set_flag() of libcap and cap_set_proc(), which is capset(2). Nobody
   * gets what is not permitted, nor is anything permitted again: EPERM.
   */
  set(which: string, name: string, isOn: boolean): Result {
    if (!NAMES.has(name)) return failed('EINVAL');
    const permitted = this.#permitted;
    switch (which) {
      case 'CAP_EFFECTIVE':
        return change(this.#effective, name, isOn, permitted.has(name));
      case 'CAP_PERMITTED':
        if (isOn ? !permitted.has(name) : this.#effective.has(name)) return failed('EPERM');
        return change(permitted, name, isOn, true);
      case 'CAP_INHERITABLE':
        return change(this.#inheritable, name, isOn, permitted.has(name));
      default:
        return failed('EINVAL');
    }
  }
}

/** What is put in has to be allowed; anything may be taken out. */
function change(set: Set<string>, name: string, isOn: boolean, may: boolean): Result {
  if (isOn) {
    if (!may) return failed('EPERM');
    set.add(name);
  } else set.delete(name);
  return ok();
}
