// A guide under docs/, read into blocks when the window is built.
declare module "*.md" {
  const blocks: import("./lib/markdown").Block[];
  export default blocks;
}
