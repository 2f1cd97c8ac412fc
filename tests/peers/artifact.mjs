// The toolkit's own artifact client: `upload NAME FILE` or `download NAME FOLDER`; prints JSON.
import { webcrypto } from "node:crypto";
import { dirname } from "node:path";
import { DefaultArtifactClient } from "@actions/artifact";

globalThis.crypto ??= webcrypto; // Node 18 has it only there, and Debian 12 has Node 18

const client = new DefaultArtifactClient();

async function upload(name, file) {
  return client.uploadArtifact(name, [file], dirname(file));
}

async function download(name, folder) {
  const { artifacts } = await client.listArtifacts();
  const { artifact } = await client.getArtifact(name);
  const { digestMismatch } = await client.downloadArtifact(artifact.id, {
    path: folder,
    expectedHash: artifact.digest,
  });
  return { names: artifacts.map((each) => each.name), ...artifact, digestMismatch };
}

const [command, ...rest] = process.argv.slice(2);
const answer = await { upload, download }[command](...rest);
process.stdout.write(`\n${JSON.stringify(answer)}\n`);
