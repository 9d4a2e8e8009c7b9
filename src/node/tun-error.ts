/** What went wrong with a TUN device. */
export type TunErrorCode =
  | 'NOT_LINUX'
  | 'NO_KOFFI'
  | 'NO_TUN'
  | 'NO_PERMISSION'
  | 'BAD_NAME'
  | 'BUSY'
  | 'GONE'
  | 'IP_FAILED'
  | 'FAILED';

/** A TUN device could not be opened or set up, or went away. `hint` says what to do about it. */
export class TunError extends Error {
  readonly code: TunErrorCode;
  readonly hint: string;

  constructor(code: TunErrorCode, message: string, hint: string) {
    super(message);
    this.name = 'TunError';
    this.code = code;
    this.hint = hint;
  }
}
