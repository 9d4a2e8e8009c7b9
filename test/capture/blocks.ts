/** A small reader of pcapng, written apart from the writer it checks. Little-endian files only. */
export interface Block {
  readonly type: number;
  readonly body: Uint8Array;
}

export interface ReadOption {
  readonly code: number;
  readonly value: Uint8Array;
}

export interface ReadPacket {
  readonly iface: number;
  readonly timestamp: bigint;
  readonly originalLength: number;
  readonly bytes: Uint8Array;
  readonly options: readonly ReadOption[];
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The blocks of a file; throws when it does not consist of whole, aligned blocks. */
export function readBlocks(file: Uint8Array): Block[] {
  const view = viewOf(file);
  const blocks: Block[] = [];
  for (let at = 0; at < file.length; ) {
    const length = view.getUint32(at + 4, true);
    if (length % 4 !== 0 || length < 12) throw new Error(`block of length ${length}`);
    if (view.getUint32(at + length - 4, true) !== length) throw new Error('lengths differ');
    blocks.push({
      type: view.getUint32(at, true),
      body: file.subarray(at + 8, at + length - 4),
    });
    at += length;
  }
  return blocks;
}

/** The options in a block from `at` on; throws when they do not end with the block. */
export function readOptions(body: Uint8Array, at: number): ReadOption[] {
  const view = viewOf(body);
  const options: ReadOption[] = [];
  while (at < body.length) {
    const code = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    if (code === 0) {
      if (length !== 0 || at + 4 !== body.length) throw new Error('options do not end the block');
      return options;
    }
    options.push({ code, value: body.subarray(at + 4, at + 4 + length) });
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return options;
}

/** The packets of a file, in order. */
export function readPackets(file: Uint8Array): ReadPacket[] {
  return readBlocks(file)
    .filter((b) => b.type === 6)
    .map(({ body }) => {
      const view = viewOf(body);
      const captured = view.getUint32(12, true);
      return {
        iface: view.getUint32(0, true),
        timestamp: (BigInt(view.getUint32(4, true)) << 32n) | BigInt(view.getUint32(8, true)),
        originalLength: view.getUint32(16, true),
        bytes: body.subarray(20, 20 + captured),
        options: readOptions(body, 20 + Math.ceil(captured / 4) * 4),
      };
    });
}

/** Collects what a writer writes. */
export function collector(): { write(b: Uint8Array): void; file(): Uint8Array } {
  const parts: Uint8Array[] = [];
  return {
    write: (b) => void parts.push(b),
    file: () => Uint8Array.from(parts.flatMap((p) => [...p])),
  };
}
