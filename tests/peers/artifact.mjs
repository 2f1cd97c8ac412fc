// The toolkit's own artifact client: `upload NAME FILE` or `download NAME FOLDER`; prints JSON.
import { dirname } from "node:path";
import { DefaultArtifactClient } from "@actions/artifact";

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
