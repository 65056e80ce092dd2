// The same slip by receiptline (https://www.npmjs.com/package/receiptline), warm: microseconds a slip on standard output.
// Usage: node receiptline.mjs SLIP.json FOLDER, where `npm install receiptline@4.0.4` was run in FOLDER.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [slip, folder] = process.argv.slice(2);
const { transform } = createRequire(join(resolve(folder), "package.json"))("receiptline");

const place = { left: (text) => `|${text}`, centre: (text) => text, right: (text) => `${text}|` };
const escaped = (text) => text.replace(/[\\|{}~_"`^]/g, (letter) => `\\${letter}`);
const line = {
  text: ({ text, align = "left", size }) => place[align]((size === "double" ? "^^^" : "") + escaped(text)),
  row: ({ label, value }) => `|${escaped(label)} | ${escaped(value)}|`,
  rule: () => "-",
  cut: () => "=",
};
const text = JSON.parse(readFileSync(slip, "utf8")).lines.map((piece) => line[piece.kind](piece)).join("\n");
const printer = { cpl: 48, encoding: "cp932", command: "escpos", cutting: true };

const once = () => Buffer.from(transform(text, printer), "binary").length;
for (let round = 0; round < 2000; round += 1) once();
const times = [];
for (let round = 0; round < 2000; round += 1) {
  const start = process.hrtime.bigint();
  once();
  times.push(Number(process.hrtime.bigint() - start) / 1000);
}
times.sort((a, b) => a - b);
console.log(times[times.length / 10].toFixed(1));
