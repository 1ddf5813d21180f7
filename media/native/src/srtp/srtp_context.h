// The cryptographic context of one direction (RFC 3711 §3.2): keys, roll-over counters, the replay lists of up to a few sources.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "srtp/srtp_keys.h"

struct srtp_ctx_t_;

namespace hookswitch {

/// Makes libsrtp2 ready, once in the process; takes tens of milliseconds the first time. False: its self-tests failed.
bool srtp_library_ready();

class SrtpContext {
 public:
  /// Longest that protection adds: the tag, the SRTCP index and the longest MKI.
  static constexpr size_t kMaxTrailer = 16 + 4 + SrtpKeys::kMaxMki;
  static constexpr size_t kMaxSources = 8;

  /// For packets of one source of ours. Nullptr: no memory, or the keys are of another length than the suite's.
  static std::unique_ptr<SrtpContext> for_sending(const SrtpKeys& keys, uint32_t ssrc);
  /// For whatever sources of the other side prove that they know the keys.
  static std::unique_ptr<SrtpContext> for_receiving(const SrtpKeys& keys);
  ~SrtpContext();
  SrtpContext(const SrtpContext&) = delete;
  SrtpContext& operator=(const SrtpContext&) = delete;

  const SrtpKeys& keys() const { return keys_; }

  /// In place; `buffer` has `kMaxTrailer` bytes of room behind `size`. Returns the new size, 0 when it must not be sent.
  size_t protect(std::span<uint8_t> buffer, size_t size, bool rtcp);

  enum class Verdict : uint8_t { good, forged, replayed };
  /// In place; `size` becomes that of the plain packet. What is not good may have been written over.
  Verdict unprotect(std::span<uint8_t> buffer, size_t& size, bool rtcp);

 private:
  SrtpContext(srtp_ctx_t_* context, const SrtpKeys& keys) : context_(context), keys_(keys) {}
  static std::unique_ptr<SrtpContext> make(const SrtpKeys& keys, const uint32_t* ssrc);
  void remember(uint32_t ssrc);

  srtp_ctx_t_* context_;
  SrtpKeys keys_;
  /// Authenticated ones, oldest first: a peer that changes its source all the time does not fill the memory.
  std::array<uint32_t, kMaxSources> sources_{};
  size_t source_count_ = 0;
};

}  // namespace hookswitch
