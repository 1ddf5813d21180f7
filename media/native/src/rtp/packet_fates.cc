// A ring of marks, one a sequence number; what is not between the oldest and the end is marked as missing.
#include "rtp/packet_fates.h"

#include <utility>

namespace hookswitch {

void PacketFates::start(uint32_t sequence) {
  finish();
  started_ = true;
  oldest_ = sequence;
  end_ = sequence;
}

void PacketFates::decide_until(uint32_t sequence) {
  for (; static_cast<int32_t>(sequence - oldest_) > 0; ++oldest_) {
    const Mark seen = std::exchange(mark(oldest_), Mark::missing);
    if (sink_ == nullptr) continue;
    sink_->decided(seen == Mark::arrived ? PacketFate::played : seen == Mark::missing ? PacketFate::lost : PacketFate::discarded);
  }
}

bool PacketFates::arrived(uint32_t sequence) {
  if (static_cast<int32_t>(sequence - end_) >= 0) {
    decide_until(sequence + 1 - kWindow);
    end_ = sequence + 1;
    mark(sequence) = Mark::arrived;
    return true;
  }
  // Decided already: called lost, or one of before the first.
  const bool decided = static_cast<int32_t>(sequence - oldest_) < 0;
  if (!decided && mark(sequence) != Mark::missing) {
    ++duplicates_;
    return false;
  }
  ++out_of_order_;
  if (!decided) mark(sequence) = Mark::arrived;
  return true;
}

void PacketFates::discard(uint32_t sequence) {
  const bool open = static_cast<int32_t>(sequence - oldest_) >= 0 && static_cast<int32_t>(end_ - sequence) > 0;
  if (open) mark(sequence) = Mark::discarded;
}

void PacketFates::finish() {
  if (started_) decide_until(end_);
  started_ = false;
}

}  // namespace hookswitch
