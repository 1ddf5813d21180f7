// HMAC-SHA1 for libsrtp2 that allocates nothing per packet; why stands in packet_ciphers.h.
#pragma once

namespace hookswitch {

/// After srtp_init, once. False: the library's own self-tests refuse ours.
bool replace_packet_authentication();

}  // namespace hookswitch
