// node bench/driver/main.ts '{...}': drives one size of message through two gateways and prints the result as one JSON line.
import { peakResidentMiB } from '../processes.ts';
import { openApiClient } from './api-client.ts';
import { type DriveOptions, type DriveResult, drive } from './drive.ts';
import { inventedLetter } from './letter.ts';
import { submissionForm } from './submission.ts';

export interface DriverOptions extends DriveOptions {
  /** Client configurations of the sender's and the recipient's gateway. */
  sender: string;
  recipient: string;
  recipientAuthority: string;
  octets: number;
}

/** What this process prints: the measurement, and what it needed itself. */
export interface DriverResult extends DriveResult {
  driver: { peakResidentMiB: number; processorSeconds: number };
}

const options = JSON.parse(process.argv[2] ?? '') as DriverOptions;
/** Two for the change feed and the inbox. */
const connections = Math.min(options.inFlight, 24) + 2;
const sender = await openApiClient(options.sender, connections);
const recipient = await openApiClient(options.recipient, connections);
const form = submissionForm({ recipient: options.recipientAuthority, letter: await inventedLetter(), octets: options.octets });
const result = await drive({ sender, recipient, form }, options);
const { user, system } = process.cpuUsage();
const driver = { peakResidentMiB: peakResidentMiB('self'), processorSeconds: (user + system) / 1_000_000 };
process.stdout.write(`${JSON.stringify({ ...result, driver } satisfies DriverResult)}\n`);
await Promise.all([sender.close(), recipient.close()]);
