import { type Command, Option } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { assessmentLines } from '../../compose/wording/legal/assessment-lines.ts';
import { defineApiCommand } from '../api-options.ts';
import { LANES } from '../common-options.ts';
import { conversationOf, readTypedMessage } from '../typed-message.ts';

/** `valija assess`: what the legal rules would say of a typed message if it were sent now. */
export function assessCommand(): Command {
  return defineApiCommand('assess', 'examine a typed message before it is sent', async (client, terminal, options, path = '') => {
    const legal = await readTypedMessage(path);
    const conversation = await conversationOf(client, options, legal);
    const assessment = await client.assess({ recipient: String(options.to), lane: String(options.lane), ...conversation, legal });
    terminal.result(assessment, assessmentLines(assessment, terminal.language));
    const lacks = assessment.completeness?.complete === false;
    return exitCode(assessment.stops || lacks ? 'checkFailed' : 'ok');
  })
    .argument('<file>', 'the typed message, JSON')
    .requiredOption('--to <authority>', 'identifier of the recipient, such as urn:valija:authority:xb-central')
    .option(
      '--conversation <id>',
      'the conversation that it would belong to (default: that of the message which it is about, else a new one)',
    )
    .addOption(new Option('--lane <lane>', 'how urgent it would be').choices(LANES).default('ordinary'));
}
