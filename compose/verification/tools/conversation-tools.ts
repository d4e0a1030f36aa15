import type { Finding } from '../../../audit/verify/finding.ts';
import type { Places, ToolScope } from './places.ts';
import { operand, quoted, WORK_FOLDER } from './shell.ts';
import type { Tool } from './tools.ts';

/**
 * Files and membership of a conversation bundle. What is found in the bundle of a message is checked with that bundle: it is taken out
 * and verified by itself, with all its commands.
 */
export function conversationTool({ check, verdict, subject }: Finding, { draft }: ToolScope, { file }: Places): Tool {
  const path = draft.messages?.find((message) => subject === message.path || subject.startsWith(`${message.path}: `))?.path;
  const takeOut = `unzip -o -q ${file} ${operand(path ?? 'conversation.json')} -d ${WORK_FOLDER}`;
  const decides = verdict === 'PASSED';
  if (check === 'bundle-layout' && path === undefined) return { command: `unzip -Z -1 ${file}`, decides };
  if (check === 'bundle-files' && !subject.includes(': ')) {
    const listed = `unzip -p ${file} conversation.json | jq -r --arg p ${quoted(subject)} '.files[] | select(.path == $p) | .sha256'`;
    return { command: `test "$(unzip -p ${file} ${operand(subject)} | sha256sum | cut -d ' ' -f 1)" = "$(${listed})"`, decides };
  }
  if (check === 'conversation-membership' && path !== undefined && subject === path) {
    const bundled = `unzip -p ${WORK_FOLDER}/${path} package/package.asice > ${WORK_FOLDER}/package.asice`;
    const named = `"$(unzip -p ${WORK_FOLDER}/package.asice request.json | jq -r .conversation)"`;
    return { command: `${takeOut} && ${bundled} && test ${named} = ${quoted(draft.conversation ?? '')}`, decides };
  }
  return { command: takeOut, decides: false };
}
