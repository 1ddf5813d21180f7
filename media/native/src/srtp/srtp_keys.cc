// Names and sizes of the suites.
#include "srtp/srtp_keys.h"

#include <array>

namespace hookswitch {

namespace {

struct Suite {
  std::string_view name;
  size_t master_bytes;
};

constexpr std::array<Suite, 6> kSuites = {{
    {"AES_CM_128_HMAC_SHA1_80", 16 + 14},
    {"AES_CM_128_HMAC_SHA1_32", 16 + 14},
    {"AES_256_CM_HMAC_SHA1_80", 32 + 14},
    {"AES_256_CM_HMAC_SHA1_32", 32 + 14},
    {"AEAD_AES_128_GCM", 16 + 12},
    {"AEAD_AES_256_GCM", 32 + 12},
}};

}  // namespace

std::optional<SrtpSuite> srtp_suite_of(std::string_view name) {
  for (size_t index = 0; index < kSuites.size(); ++index) {
    if (kSuites[index].name == name) return static_cast<SrtpSuite>(index);
  }
  return std::nullopt;
}

std::string_view srtp_suite_name(SrtpSuite suite) { return kSuites[static_cast<size_t>(suite)].name; }

size_t master_bytes(SrtpSuite suite) { return kSuites[static_cast<size_t>(suite)].master_bytes; }

}  // namespace hookswitch
