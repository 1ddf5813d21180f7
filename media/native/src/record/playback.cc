// Reading ahead, a block at a time.
#include "record/playback.h"

#include <algorithm>

namespace hookswitch {

std::span<const int16_t> Playback::pull(bool& over) {
  // Before the ring: what was put there before the end is heard.
  const bool complete = complete_.load(std::memory_order_acquire);
  const Block* block = blocks_.front();
  if (block == nullptr) {
    over = complete;
    return {};
  }
  heard_ = *block;
  blocks_.release();
  return heard_;
}

bool Playback::open() {
  opened_ = true;
  if (!reader_.open(file_, end_.failure)) {
    end_.reason = FileEndReason::failed;
    return false;
  }
  if (reader_.rate() != kCoreRate) resampler_ = std::make_unique<Resampler>(reader_.rate(), kCoreRate);
  return true;
}

void Playback::fill() {
  for (;;) {
    while (pending_.size() < kTickSamples && !at_end_) {
      const std::vector<int16_t>& samples = reader_.read(4096);
      at_end_ = samples.empty();
      if (resampler_) {
        resampler_->process(samples, pending_);
      } else {
        pending_.insert(pending_.end(), samples.begin(), samples.end());
      }
    }
    if (pending_.empty()) break;
    Block* block = blocks_.claim();
    if (block == nullptr) return;
    const size_t count = std::min(pending_.size(), kTickSamples);
    block->fill(0);
    std::copy_n(pending_.begin(), count, block->begin());
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    blocks_.commit();
    end_.duration_ms += kTickMs;
  }
  complete_.store(true, std::memory_order_release);
}

bool Playback::read(FileEnd& end) {
  if (!complete_.load(std::memory_order_relaxed)) {
    if (!opened_ && !open()) {
      complete_.store(true, std::memory_order_release);
    } else {
      fill();
    }
  }
  if (!released_.load(std::memory_order_acquire)) return false;
  end = end_;
  return true;
}

}  // namespace hookswitch
