// Judging of received packets.
#include "srtp/receive_security.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hookswitch {

void ReceiveSecurity::take_over(int64_t now_us) {
  std::unique_ptr<ReceiveSetup> next(next_.exchange(nullptr));
  if (!next) return;
  current_.mode = next->mode;
  // Keys outlive a time without them: whoever comes back with the same goes on counting.
  if (!next->context) return;
  if (current_.context) {
    if (next->context->keys() == current_.context->keys()) return;
    old_ = std::move(current_.context);
    old_until_us_ = now_us + kOldKeysUs;
  }
  current_.context = std::move(next->context);
}

bool ReceiveSecurity::open(std::span<uint8_t> buffer, size_t& size, bool rtcp, int64_t now_us) {
  take_over(now_us);
  if (old_ && now_us >= old_until_us_) old_.reset();
  if (current_.mode == DirectionSecurity::Mode::plain) return true;
  const auto verdict = judge(buffer, size, rtcp, now_us);
  if (verdict == SrtpContext::Verdict::good) return true;
  (verdict == SrtpContext::Verdict::replayed ? replayed_ : forged_).fetch_add(1, std::memory_order_relaxed);
  return false;
}

SrtpContext::Verdict ReceiveSecurity::judge(std::span<uint8_t> buffer, size_t& size, bool rtcp, int64_t now_us) {
  if (current_.mode != DirectionSecurity::Mode::keyed || !current_.context) return SrtpContext::Verdict::forged;
  if (!old_ || now_us >= old_until_us_ || size > buffer.size()) return current_.context->unprotect(buffer, size, rtcp);
  // A wrong key spoils what it tries to open (AES-GCM decrypts before it knows).
  alignas(8) std::array<uint8_t, 1500> copy;
  const size_t kept = std::min(size, copy.size());
  std::copy_n(buffer.begin(), kept, copy.begin());
  const size_t before = size;
  const auto verdict = current_.context->unprotect(buffer, size, rtcp);
  if (verdict != SrtpContext::Verdict::forged) return verdict;
  size = before;
  std::copy_n(copy.begin(), kept, buffer.begin());
  return old_->unprotect(buffer, size, rtcp);
}

}  // namespace hookswitch
