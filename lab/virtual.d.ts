declare module 'virtual:opening' {
  const run: import('./engine/protocol.ts').Run;
  export default run;
}
declare module 'virtual:catalogue' {
  const list: readonly import('./state/catalogue.ts').Listed[];
  export default list;
}
declare module 'virtual:scenes' {
  const scenes: import('./state/catalogue.ts').Scenes;
  export default scenes;
}
declare module 'virtual:whys' {
  const list: readonly import('./state/catalogue.ts').Why[];
  export default list;
}
declare module '*.css' {}
