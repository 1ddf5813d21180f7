// The last minute of what a simulated loudspeaker played, with a counter that is time.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

namespace hookswitch {

/// One writer, any number of readers in other threads, no lock. Sample numbers count from 0 and never wrap.
class PlaybackRing {
 public:
  explicit PlaybackRing(std::size_t capacity);

  void append(std::span<const std::int16_t> pcm);
  void append_silence(std::uint64_t count);

  /// Number of the next sample to be written.
  std::uint64_t position() const { return written_.load(std::memory_order_acquire); }

  /// Copies samples `from`... and returns how many there are yet. Samples that are gone (older than the ring) or that were
  /// overwritten meanwhile read as silence.
  std::size_t read(std::uint64_t from, std::span<std::int16_t> out) const;

 private:
  std::size_t capacity_;
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  void store(std::uint64_t number, std::int16_t sample);

  /// Zeroed by the kernel, and its pages are taken when there is a sound to keep: a minute is 2 MB.
  std::unique_ptr<std::atomic<std::int16_t>[], Free> samples_;
  /// Raised before the samples are stored, so that a reader knows which ones may have changed under it.
  std::atomic<std::uint64_t> claimed_{0};
  std::atomic<std::uint64_t> written_{0};
};

}  // namespace hookswitch
