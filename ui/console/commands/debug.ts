// `debug <topic>` and `undebug <topic>|all`.

import type { Command } from '../grammar.ts';

export const debug: Command = {
  syntax: ['debug', { argument: 'topic', choices: (host) => host.debugTopics.map(({ name }) => name) }],
  purpose: 'Shows what happens on a topic, as it happens',
  run(session, given) {
    const topic = session.host.debugTopics.find(({ name }) => name === given.get('topic'));
    if (topic === undefined) return;
    session.debug.enable(topic);
    session.print(`debug ${topic.name} is on; "undebug ${topic.name}" ends it.`);
  },
};

export const undebug: Command = {
  syntax: ['undebug', { argument: 'topic', choices: (host) => ['all', ...host.debugTopics.map(({ name }) => name)] }],
  purpose: 'Ends it, "all" for every topic',
  run(session, given) {
    const topic = given.get('topic') ?? '';
    if (topic === 'all') session.debug.disableAll();
    else session.debug.disable(topic);
    session.print(topic === 'all' ? 'All debug output is off.' : `debug ${topic} is off.`);
  },
};
