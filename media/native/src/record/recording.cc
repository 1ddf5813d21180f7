// The two ends of a recording.
#include "record/recording.h"

#include <algorithm>
#include <utility>

#include "dsp/gain.h"

namespace hookswitch {

namespace {
/// The header is put right and free space looked at each second: what a crash leaves can be played.
constexpr int kCheckTicks = 100;
}  // namespace

Recording::Recording(RecordingRequest request) : request_(std::move(request)) {}

bool Recording::take(std::span<const int16_t> ours, std::span<const int16_t> theirs) {
  if (broken_.load(std::memory_order_acquire)) return false;
  if (ticks_ * kTickMs >= request_.most_ms) {
    limit_reached_ = true;
    return false;
  }
  Block* block = blocks_.claim();
  // The disk stalls: time goes on without sound rather than the phone.
  if (block == nullptr) return true;
  ++ticks_;
  for (size_t at = 0; at < kTickSamples; ++at) {
    const int16_t mine = ours[at];
    const int16_t yours = theirs[at];
    switch (request_.layout) {
      case RecordingLayout::microphone:
        block->samples[at] = mine;
        break;
      case RecordingLayout::mixed:
        block->samples[at] = saturate(mine + yours);
        break;
      case RecordingLayout::stereo:
        block->samples[2 * at] = mine;
        block->samples[2 * at + 1] = yours;
        break;
    }
  }
  blocks_.commit();
  return true;
}

bool Recording::drain() {
  if (!opened_) {
    opened_ = file_.open(request_.file, kCoreRate, static_cast<int>(channels()), request_.least_free_bytes);
    if (!opened_) return false;
  }
  while (Block* block = blocks_.front()) {
    const bool written = file_.write(std::span(block->samples).first(kTickSamples * channels()));
    blocks_.release();
    if (!written) return false;
    if (--ticks_until_check_ > 0) continue;
    ticks_until_check_ = kCheckTicks;
    if (!file_.settle()) return false;
  }
  return true;
}

bool Recording::write(FileEnd& end) {
  // Before the last look at the ring, so that nothing is left behind.
  const bool over = released_.load(std::memory_order_acquire);
  if (!broken_.load(std::memory_order_relaxed) && !drain()) {
    end_ = file_.close();
    broken_.store(true, std::memory_order_release);
  }
  if (!over) return false;
  end = finish();
  return true;
}

FileEnd Recording::finish() {
  if (broken_.load(std::memory_order_relaxed)) return end_;
  const bool whole = drain();
  end_ = file_.close();
  if (whole && limit_reached_) end_.reason = FileEndReason::limit;
  return end_;
}

}  // namespace hookswitch
