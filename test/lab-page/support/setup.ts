import { afterAll } from 'vitest';
import { closeBrowser } from './browser.ts';
import { closeAll } from './open.ts';

afterAll(async () => {
  try {
    await closeAll();
  } finally {
    await closeBrowser();
  }
});
