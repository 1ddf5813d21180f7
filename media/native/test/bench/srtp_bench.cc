// Microseconds that 20 ms of G.711 cost to seal and open again, by suite: with the ciphers that libsrtp2 came with, then with ours. One
// JSON object a line.
#include <srtp2/srtp.h>

#include <array>
#include <cstdio>
#include <cstring>

#include "engine/clock.h"
#include "srtp/packet_authentication.h"
#include "srtp/packet_ciphers.h"

using namespace hookswitch;

namespace {

struct Suite {
  const char* name;
  void (*set)(srtp_crypto_policy_t*);
};

constexpr Suite kSuites[] = {
    {"AES_CM_128_HMAC_SHA1_80", [](srtp_crypto_policy_t* policy) { srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(policy); }},
    {"AES_256_CM_HMAC_SHA1_80", [](srtp_crypto_policy_t* policy) { srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(policy); }},
    {"AEAD_AES_128_GCM", [](srtp_crypto_policy_t* policy) { srtp_crypto_policy_set_aes_gcm_128_16_auth(policy); }},
    {"AEAD_AES_256_GCM", [](srtp_crypto_policy_t* policy) { srtp_crypto_policy_set_aes_gcm_256_16_auth(policy); }},
};
constexpr int kPackets = 20'000;

/// Both ways; negative when a packet does not come out as it went in.
double microseconds(const Suite& suite) {
  std::array<uint8_t, SRTP_MAX_KEY_LEN> key;
  key.fill(7);
  srtp_policy_t policy{};
  suite.set(&policy.rtp);
  policy.rtcp = policy.rtp;
  policy.key = key.data();
  policy.window_size = 128;
  policy.ssrc = {ssrc_specific, 1};
  srtp_t sender = nullptr;
  srtp_t receiver = nullptr;
  if (srtp_create(&sender, &policy) != srtp_err_status_ok) return -1;
  policy.ssrc = {ssrc_any_inbound, 0};
  if (srtp_create(&receiver, &policy) != srtp_err_status_ok) return -1;
  alignas(8) std::array<uint8_t, 400> packet;
  bool good = true;
  const int64_t start_us = monotonic_us();
  for (int index = 0; index < kPackets; ++index) {
    int size = 172;
    std::memset(packet.data(), 0, 12);
    packet[0] = 0x80;
    packet[2] = static_cast<uint8_t>(index >> 8);
    packet[3] = static_cast<uint8_t>(index);
    packet[11] = 1;
    good = good && srtp_protect(sender, packet.data(), &size) == srtp_err_status_ok &&
           srtp_unprotect(receiver, packet.data(), &size) == srtp_err_status_ok && size == 172;
  }
  const int64_t end_us = monotonic_us();
  srtp_dealloc(sender);
  srtp_dealloc(receiver);
  return good ? static_cast<double>(end_us - start_us) / kPackets : -1;
}

}  // namespace

int main() {
  if (srtp_init() != srtp_err_status_ok) return 1;
  std::array<double, std::size(kSuites)> before;
  for (size_t index = 0; index < before.size(); ++index) before[index] = microseconds(kSuites[index]);
  if (!replace_packet_ciphers() || !replace_packet_authentication()) return 1;
  for (size_t index = 0; index < before.size(); ++index) {
    const double after = microseconds(kSuites[index]);
    if (before[index] < 0 || after < 0) return 1;
    std::printf("{\"suite\":\"%s\",\"ours\":%.3f,\"library\":%.3f}\n", kSuites[index].name, after, before[index]);
  }
}
