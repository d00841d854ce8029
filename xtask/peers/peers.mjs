// Times public tools that someone could take instead, on the same articles, one thread each.
//
// usage: node peers.mjs FILE.jsonl [ARTICLES]
//
// Prints `tool,version,what,articles,mb,seconds,mb_per_s`. A tool that is not installed is told and left out.
// From npm: compromise, wink-nlp, wink-eng-lite-web-model.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const [file, most = "200"] = process.argv.slice(2);
const articles = readFileSync(file, "utf8")
  .split("\n", Number(most))
  .filter((line) => line.trim())
  .map((line) => JSON.parse(line).text);
const mega = articles.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;

function timed(tool, what, make) {
  try {
    const work = make();
    const { version } = JSON.parse(readFileSync(`node_modules/${tool}/package.json`, "utf8"));
    const start = performance.now();
    for (const text of articles) work(text);
    const seconds = (performance.now() - start) / 1000;
    const row = [tool, version, what, articles.length, mega.toFixed(2), seconds.toFixed(2), (mega / seconds).toFixed(3)];
    console.log(row.join(","));
  } catch (error) {
    console.error(`${tool} did not run: ${error.message.split("\n")[0]}`);
  }
}

console.log("tool,version,what,articles,mb,seconds,mb_per_s");
timed("compromise", "quotations and people", () => {
  const nlp = require("compromise");
  return (text) => {
    const doc = nlp(text);
    return [doc.quotations().out("array"), doc.people().out("array")];
  };
});
timed("wink-nlp", "words; sentences; parts of speech; entities", () => {
  const winkNLP = require("wink-nlp");
  const nlp = winkNLP(require("wink-eng-lite-web-model"));
  return (text) => nlp.readDoc(text).entities().out();
});
