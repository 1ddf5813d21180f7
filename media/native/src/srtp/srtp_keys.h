// Keys of one direction of a session, as offer and answer or a DTLS handshake agreed on them.
#pragma once

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hookswitch {

/// RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.2, in the order of media/srtp-suites.ts.
enum class SrtpSuite : uint8_t {
  aes_cm_128_hmac_sha1_80,
  aes_cm_128_hmac_sha1_32,
  aes_256_cm_hmac_sha1_80,
  aes_256_cm_hmac_sha1_32,
  aead_aes_128_gcm,
  aead_aes_256_gcm,
};

std::optional<SrtpSuite> srtp_suite_of(std::string_view name);
std::string_view srtp_suite_name(SrtpSuite suite);
/// Master key and master salt.
size_t master_bytes(SrtpSuite suite);

/// Leaves nothing in memory when it goes.
template <size_t capacity>
class SecretBytes {
 public:
  SecretBytes() = default;
  SecretBytes(const SecretBytes&) = default;
  SecretBytes& operator=(const SecretBytes&) = default;
  ~SecretBytes() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  /// What does not fit is left out.
  void set(std::span<const uint8_t> from) {
    size_ = std::min(from.size(), capacity);
    std::copy_n(from.begin(), size_, bytes_.begin());
  }
  std::span<const uint8_t> bytes() const { return {bytes_.data(), size_}; }
  bool operator==(const SecretBytes& other) const { return std::ranges::equal(bytes(), other.bytes()); }

 private:
  std::array<uint8_t, capacity> bytes_{};
  size_t size_ = 0;
};

struct SrtpKeys {
  static constexpr size_t kMaxMaster = 46;
  static constexpr size_t kMaxMki = 128;

  SrtpSuite suite = SrtpSuite::aes_cm_128_hmac_sha1_80;
  SecretBytes<kMaxMaster> master;
  /// Empty: packets carry no master key identifier.
  SecretBytes<kMaxMki> mki;
  /// False: UNENCRYPTED_SRTCP (RFC 4568 §6.3.2); RTCP is authenticated all the same.
  bool encrypts_rtcp = true;

  bool operator==(const SrtpKeys&) const = default;
};

/// What a configuration says of one direction.
struct DirectionSecurity {
  /// `plain` is RTP as of old; `closed` waits for keys and lets nothing through.
  enum class Mode : uint8_t { plain, closed, keyed };
  Mode mode = Mode::plain;
  SrtpKeys keys;
};

}  // namespace hookswitch
