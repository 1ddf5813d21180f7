// The ticker of SIP messages: one line each, opened for the whole message.

const mostMessages = 200;

/**
 * @param {HTMLElement} list
 * @param {{atMs: number, direction: string, protocol: string, remote: string, startLine: string, text: string}} message
 */
export function addMessage(list, message) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 8;
  list.append(row(message));
  while (list.children.length > mostMessages) list.firstElementChild?.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

/** @param {{atMs: number, direction: string, protocol: string, remote: string, startLine: string, text: string}} message */
function row({ atMs, direction, protocol, remote, startLine, text }) {
  const item = document.createElement('li');
  item.dataset.direction = direction;
  item.dataset.kind = kindOf(startLine);
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.append(
    part('arrow', direction === 'sent' ? '→' : '←'),
    part('what', startLine.replace(/^SIP\/2\.0 /, '').replace(/ SIP\/2\.0$/, '')),
    part('when', `${(atMs / 1000).toFixed(1)}`),
  );
  summary.title = `${direction === 'sent' ? 'Sent to' : 'Received from'} ${remote} over ${protocol}`;
  const whole = document.createElement('pre');
  whole.textContent = text;
  details.append(summary, whole);
  item.append(details);
  return item;
}

/** @param {string} startLine */
function kindOf(startLine) {
  const status = /^SIP\/2\.0 (\d)/.exec(startLine)?.[1];
  if (status === undefined) return 'request';
  return Number(status) >= 4 ? 'refusal' : 'answer';
}

/** @param {string} className @param {string} text */
function part(className, text) {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
}
