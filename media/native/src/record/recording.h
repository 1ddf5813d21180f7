// A sound that is written to a file: taken by the media thread tick by tick, written by the file thread in its own time.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>

#include "engine/device_slot.h"
#include "engine/spsc_ring.h"
#include "record/file_end.h"
#include "record/wav_writer.h"

namespace hookswitch {

/// What is written: our microphone alone, or both sides, on one channel or ours left and theirs right.
enum class RecordingLayout : uint8_t { microphone, mixed, stereo };

struct RecordingRequest {
  uint32_t id = 0;
  std::string file;
  RecordingLayout layout = RecordingLayout::mixed;
  int64_t most_ms = 0;
  /// What others need of the file system.
  int64_t least_free_bytes = 0;
};

class Recording {
 public:
  explicit Recording(RecordingRequest request);

  // By the media thread.
  uint32_t id() const { return request_.id; }
  /// One tick. False: no more is wanted; let it go.
  bool take(std::span<const int16_t> ours, std::span<const int16_t> theirs);
  /// The media thread does not come back to it.
  void let_go() { released_.store(true, std::memory_order_release); }

  // By the file thread.
  /// Writes what has come. True: it is over, and `end` says how.
  bool write(FileEnd& end);
  /// Without waiting for anybody: the engine stops.
  FileEnd finish();

 private:
  struct Block {
    std::array<int16_t, kTickSamples * 2> samples;
  };

  size_t channels() const { return request_.layout == RecordingLayout::stereo ? 2 : 1; }
  bool drain();

  RecordingRequest request_;
  /// 5 s, should the disk be slow.
  SpscRing<Block> blocks_{500};
  int64_t ticks_ = 0;
  bool limit_reached_ = false;
  std::atomic<bool> released_{false};
  std::atomic<bool> broken_{false};

  WavWriter file_;
  bool opened_ = false;
  int ticks_until_check_ = 0;
  FileEnd end_;
};

}  // namespace hookswitch
