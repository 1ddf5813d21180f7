// Loss and jitter of one source.
#include "rtcp/reception.h"

#include <algorithm>
#include <cstdlib>

namespace hookswitch {

void Reception::start(uint16_t first) {
  *this = Reception();
  started_ = true;
  highest_ = first;
  base_ = first;
}

bool Reception::receive(uint16_t sequence) {
  if (!started_) start(sequence);
  const uint16_t step = static_cast<uint16_t>(sequence - highest_);
  if (step < kMaxDropout) {
    if (sequence < highest_) cycles_ += 0x10000;
    highest_ = sequence;
  } else if (step <= 0x10000 - kMaxMisorder) {
    if (sequence != bad_) {
      bad_ = static_cast<uint16_t>(sequence + 1);
      return false;
    }
    // Two in a row: the other side started again without telling.
    const int restarts = restarts_ + 1;
    start(sequence);
    restarts_ = restarts;
  }
  bad_ = -1;
  ++received_;
  return true;
}

void Reception::arrived(uint32_t timestamp, uint32_t arrival) {
  const uint32_t transit = arrival - timestamp;
  if (transit_known_) {
    const int64_t change = std::abs(int64_t{static_cast<int32_t>(transit - transit_)});
    transit_ = transit;
    // The sender's clock began again; that is no property of the network.
    if (change > kJump) return;
    jitter_q4_ = static_cast<uint64_t>(std::max<int64_t>(
        0, static_cast<int64_t>(jitter_q4_) + change - static_cast<int64_t>((jitter_q4_ + 8) >> 4)));
  }
  transit_known_ = true;
  transit_ = transit;
}

uint32_t Reception::extend(uint16_t sequence) const {
  return extended_highest() + static_cast<uint32_t>(int32_t{static_cast<int16_t>(sequence - highest_)});
}

uint8_t Reception::take_fraction_lost() {
  const int64_t expected_now = expected() - expected_prior_;
  const int64_t received_now = received_ - received_prior_;
  expected_prior_ = expected();
  received_prior_ = received_;
  const int64_t lost_now = expected_now - received_now;
  if (expected_now <= 0 || lost_now <= 0) return 0;
  return static_cast<uint8_t>(std::min<int64_t>(255, lost_now * 256 / expected_now));
}

}  // namespace hookswitch
