// Which IPv6 addresses another device has already: the kernel asks before it uses one (RFC 4862 §5.4) and marks what was answered for. Of IPv4
// addresses it does not ask; there the DHCP client does, and takes another one by itself.

/** IFA_F_DADFAILED of <linux/if_addr.h>. */
const detectedTwice = 0x08;

/** `/proc/net/if_inet6`: address, index, length of the prefix, scope and flags in hexadecimal, interface. */
export function duplicateAddresses(table: string, only: string | undefined): readonly string[] {
  return table.split('\n').flatMap((row) => {
    const [, address = '', flags = '', name] = /^([0-9a-f]{32}) +(?:[0-9a-f]+ +){3}([0-9a-f]+) +(\S+)$/.exec(row) ?? [];
    const isTwice = (Number.parseInt(flags, 16) & detectedTwice) !== 0;
    return isTwice && (only === undefined || only === name) ? [shortest(address)] : [];
  });
}

/** RFC 5952, as addresses of URLs are written. */
function shortest(digits: string): string {
  const groups = digits.match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
