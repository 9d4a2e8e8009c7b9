import { expect, it } from 'vitest';
import { CANNOT_SAY, type ExportFormat } from '../../src/export/index.ts';

it('each format has one sentence, in both languages, on what it cannot express', () => {
  const formats = Object.keys(CANNOT_SAY) as ExportFormat[];
  expect(formats).toEqual(
    expect.arrayContaining(['pcapng', 'packetdrill', 'json', 'svg', 'mermaid', 'markdown']),
  );
  for (const { en, zh } of Object.values(CANNOT_SAY)) {
    expect(en).toMatch(/^[A-Z][^.]*\.$/);
    expect(zh).toMatch(/^[^。]*\p{Script=Han}[^。]*。$/u);
  }
});
