// libsrtp2 behind one door.
#include "srtp/srtp_context.h"

#include <arpa/inet.h>
#include <srtp2/srtp.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "rtp/byte_reader.h"
#include "srtp/packet_authentication.h"
#include "srtp/packet_ciphers.h"

namespace hookswitch {

namespace {

/// RFC 3711 §3.3.2 asks for 64 at least; 60 ms of reordering at 10 ms packets are far from it.
constexpr unsigned long kReplayWindow = 128;
constexpr size_t kRtpLeast = 12;
constexpr size_t kRtcpLeast = 8;

bool start_library() {
  return srtp_init() == srtp_err_status_ok && replace_packet_ciphers() && replace_packet_authentication();
}

/// RTCP keeps the long tag in the `_32` suites (RFC 4568 §6.2.2).
void set_policies(srtp_policy_t& policy, const SrtpKeys& keys) {
  switch (keys.suite) {
    case SrtpSuite::aes_cm_128_hmac_sha1_80:
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
      break;
    case SrtpSuite::aes_cm_128_hmac_sha1_32:
      srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy.rtp);
      break;
    case SrtpSuite::aes_256_cm_hmac_sha1_80:
      srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy.rtp);
      break;
    case SrtpSuite::aes_256_cm_hmac_sha1_32:
      srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32(&policy.rtp);
      break;
    case SrtpSuite::aead_aes_128_gcm:
      srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
      break;
    case SrtpSuite::aead_aes_256_gcm:
      srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp);
      break;
  }
  policy.rtcp = policy.rtp;
  if (policy.rtcp.auth_tag_len == 4) policy.rtcp.auth_tag_len = 10;
  if (!keys.encrypts_rtcp) policy.rtcp.sec_serv = sec_serv_auth;
}

uint32_t ssrc_of(std::span<const uint8_t> packet, bool rtcp) {
  ByteReader reader(packet);
  reader.take(rtcp ? 4 : 8);
  return reader.u32();
}

}  // namespace

bool srtp_library_ready() {
  static const bool ready = start_library();
  return ready;
}

std::unique_ptr<SrtpContext> SrtpContext::make(const SrtpKeys& keys, const uint32_t* ssrc) {
  if (!srtp_library_ready() || keys.master.bytes().size() != master_bytes(keys.suite)) return nullptr;
  // The library takes what it only reads as writable.
  auto copy = keys;
  srtp_master_key_t master{};
  master.key = const_cast<uint8_t*>(copy.master.bytes().data());
  master.mki_id = const_cast<uint8_t*>(copy.mki.bytes().data());
  master.mki_size = static_cast<unsigned int>(copy.mki.bytes().size());
  std::array<srtp_master_key_t*, 1> masters = {&master};
  srtp_policy_t policy{};
  set_policies(policy, keys);
  policy.ssrc.type = ssrc == nullptr ? ssrc_any_inbound : ssrc_specific;
  policy.ssrc.value = ssrc == nullptr ? 0 : *ssrc;
  if (master.mki_size == 0) {
    policy.key = master.key;
  } else {
    policy.keys = masters.data();
    policy.num_master_keys = masters.size();
  }
  policy.window_size = kReplayWindow;
  srtp_t context = nullptr;
  if (srtp_create(&context, &policy) != srtp_err_status_ok) return nullptr;
  return std::unique_ptr<SrtpContext>(new SrtpContext(context, keys));
}

std::unique_ptr<SrtpContext> SrtpContext::for_sending(const SrtpKeys& keys, uint32_t ssrc) { return make(keys, &ssrc); }
std::unique_ptr<SrtpContext> SrtpContext::for_receiving(const SrtpKeys& keys) { return make(keys, nullptr); }

/// The library overwrites its keys before it frees them.
SrtpContext::~SrtpContext() { srtp_dealloc(context_); }

size_t SrtpContext::protect(std::span<uint8_t> buffer, size_t size, bool rtcp) {
  if (size < (rtcp ? kRtcpLeast : kRtpLeast) || size + kMaxTrailer > buffer.size()) return 0;
  int length = static_cast<int>(size);
  const unsigned int with_mki = keys_.mki.bytes().empty() ? 0 : 1;
  const auto status = rtcp ? srtp_protect_rtcp_mki(context_, buffer.data(), &length, with_mki, 0)
                           : srtp_protect_mki(context_, buffer.data(), &length, with_mki, 0);
  return status == srtp_err_status_ok ? static_cast<size_t>(length) : 0;
}

SrtpContext::Verdict SrtpContext::unprotect(std::span<uint8_t> buffer, size_t& size, bool rtcp) {
  // The library reads the header before it looks at the length.
  if (size < (rtcp ? kRtcpLeast : kRtpLeast) || size > buffer.size()) return Verdict::forged;
  const uint32_t ssrc = ssrc_of(buffer.first(size), rtcp);
  int length = static_cast<int>(size);
  const unsigned int with_mki = keys_.mki.bytes().empty() ? 0 : 1;
  const auto status = rtcp ? srtp_unprotect_rtcp_mki(context_, buffer.data(), &length, with_mki)
                           : srtp_unprotect_mki(context_, buffer.data(), &length, with_mki);
  if (status == srtp_err_status_replay_fail || status == srtp_err_status_replay_old) return Verdict::replayed;
  if (status != srtp_err_status_ok) return Verdict::forged;
  size = static_cast<size_t>(length);
  remember(ssrc);
  return Verdict::good;
}

void SrtpContext::remember(uint32_t ssrc) {
  const auto known = std::span(sources_).first(source_count_);
  if (std::ranges::find(known, ssrc) != known.end()) return;
  if (source_count_ == kMaxSources) {
    srtp_remove_stream(context_, htonl(sources_[0]));
    std::shift_left(sources_.begin(), sources_.end(), 1);
    --source_count_;
  }
  sources_[source_count_++] = ssrc;
}

}  // namespace hookswitch
