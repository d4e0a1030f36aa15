import { Argument, type Command } from 'commander';
import { exitCode } from '../../compose/command-outcome.ts';
import { MESSAGE_NAMES } from '../../compose/typed-messages/message-names.ts';
import { EXAMPLE_NOTE, SKELETON_NOTE } from '../../compose/wording/legal/new-message-notes.ts';
import { defineCommand, UsageError } from '../command-line.ts';

/** Commands that help to write typed messages, and call no gateway: new, schema. */
export function typedMessageCommands(): Command[] {
  return [newCommand(), schemaCommand()];
}

function newCommand(): Command {
  return defineCommand('new', 'print a typed message to fill in', async (terminal, options, name = '') => {
    const { newMessage } = await import('../../compose/typed-messages/new-message.ts');
    const example = options.example === true;
    const about = typeof options.about === 'string' ? { about: options.about } : {};
    const message = newMessage(name, { example, language: terminal.language, ...about });
    if (message === undefined) throw new UsageError(`there is no typed message ${name}`);
    if (options.about !== undefined && 'requestType' in message)
      throw new UsageError('a request is about no other message: --about goes with its answers');
    if (!terminal.json) terminal.note((example ? EXAMPLE_NOTE : SKELETON_NOTE)[terminal.language]);
    terminal.result(message, [JSON.stringify(message, null, 2)]);
    return exitCode('ok');
  })
    .addArgument(new Argument('<name>', 'type of a request, or kind of another message').choices(MESSAGE_NAMES))
    .option('--example', 'complete, with invented values, instead of places to fill in')
    .option('--about <message>', 'identifier of the message that it is about');
}

function schemaCommand(): Command {
  return defineCommand('schema', 'print the published schema of a typed message, or list them', async (terminal, _options, name) => {
    const { schemaNamed, schemas } = await import('../../compose/typed-messages/schemas.ts');
    if (name === undefined) {
      const all = schemas().map((published) => ({ name: published.name, title: String(published.schema.title) }));
      const width = Math.max(...all.map((each) => each.name.length));
      terminal.result(
        { schemas: all },
        all.map((each) => `${each.name.padEnd(width)}  ${each.title}`),
      );
      return exitCode('ok');
    }
    const schema = schemaNamed(name);
    if (schema === undefined) throw new UsageError(`there is no schema ${name}; valija schema lists them`);
    terminal.result(schema, [JSON.stringify(schema, null, 2)]);
    return exitCode('ok');
  }).argument('[name]', 'its name, or that of a type of request or kind of message');
}
