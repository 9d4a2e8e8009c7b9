/** The languages of the project. */
export type Lang = 'zh' | 'en';

/** The same words in both. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}
