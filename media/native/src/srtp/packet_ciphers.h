// AES for libsrtp2 that allocates nothing per packet. Debian builds the library on NSS, which makes a new cipher context for each packet
// (14 allocations and several locks); the library lets its ciphers be replaced.
#pragma once

namespace hookswitch {

/// After srtp_init, once. False: the library's own self-tests refuse ours.
bool replace_packet_ciphers();

}  // namespace hookswitch
