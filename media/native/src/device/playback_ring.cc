// Ring of atomic samples; like a sequence lock, whose retry is never needed because old samples are silence. Each sample is
// released after `claimed_` and acquired before it: who has seen a new sample sees that its place was claimed.
#include "device/playback_ring.h"

#include <algorithm>

namespace hookswitch {

PlaybackRing::PlaybackRing(std::size_t capacity)
    : capacity_(capacity),
      samples_(static_cast<std::atomic<std::int16_t>*>(std::calloc(capacity, sizeof(std::atomic<std::int16_t>)))) {
  if (samples_ == nullptr) std::abort();
}

/// Silence upon silence touches nothing.
void PlaybackRing::store(std::uint64_t number, std::int16_t sample) {
  std::atomic<std::int16_t>& place = samples_[number % capacity_];
  if (place.load(std::memory_order_relaxed) != sample) place.store(sample, std::memory_order_release);
}

void PlaybackRing::append(std::span<const std::int16_t> pcm) {
  const std::uint64_t start = written_.load(std::memory_order_relaxed);
  claimed_.store(start + pcm.size(), std::memory_order_relaxed);
  for (std::size_t i = 0; i < pcm.size(); ++i) {
    store(start + i, pcm[i]);
  }
  written_.store(start + pcm.size(), std::memory_order_release);
}

void PlaybackRing::append_silence(std::uint64_t count) {
  const std::uint64_t start = written_.load(std::memory_order_relaxed);
  claimed_.store(start + count, std::memory_order_relaxed);
  const std::uint64_t first = count > capacity_ ? start + count - capacity_ : start;
  for (std::uint64_t i = first; i < start + count; ++i) store(i, 0);
  written_.store(start + count, std::memory_order_release);
}

std::size_t PlaybackRing::read(std::uint64_t from, std::span<std::int16_t> out) const {
  const std::uint64_t end = position();
  if (from >= end) return 0;
  const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), end - from));
  for (std::size_t i = 0; i < count; ++i) {
    out[i] = samples_[(from + i) % capacity_].load(std::memory_order_acquire);
  }
  const std::uint64_t claimed = claimed_.load(std::memory_order_relaxed);
  const std::uint64_t oldest = claimed > capacity_ ? claimed - capacity_ : 0;
  if (from < oldest) {
    const std::size_t gone = static_cast<std::size_t>(std::min<std::uint64_t>(count, oldest - from));
    std::fill_n(out.begin(), gone, std::int16_t{0});
  }
  return count;
}

}  // namespace hookswitch
