// `Dictionary_Server_Script` of SPA phones: `serv=http://server/path/;d1=Spanish;x1=es.xml;d2=...`, languages by name and their files below one
// address. Also what is no script: addresses with blanks between them.

/** As many as a script has places for. */
const mostFiles = 10;

/** `known`: languages that need no file. */
export function languageAddresses(value: string, known: readonly string[]): readonly string[] {
  if (!/(?:^|;)\s*(?:serv|[dx]\d)=/.test(value))
    return value
      .split(/\s+/)
      .filter((each) => each !== '')
      .slice(0, mostFiles);
  const fields = new Map(
    value.split(';').flatMap((field) => {
      const at = field.indexOf('=');
      return at < 0 ? [] : [[field.slice(0, at).trim(), field.slice(at + 1).trim()] as const];
    }),
  );
  const server = fields.get('serv') ?? '';
  return Array.from({ length: mostFiles }, (_, n) => ({ name: fields.get(`d${n}`) ?? '', file: fields.get(`x${n}`) ?? '' }))
    .filter(({ name, file }) => file !== '' && !known.some((each) => each.toLowerCase() === name.toLowerCase()))
    .map(({ file }) => (server === '' || URL.canParse(file) ? file : `${server.replace(/\/*$/, '/')}${file}`));
}
