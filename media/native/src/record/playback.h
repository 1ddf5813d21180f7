// A file that is heard: read ahead by the file thread, heard by the media thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dsp/resampler.h"
#include "engine/device_slot.h"
#include "engine/spsc_ring.h"
#include "record/file_end.h"
#include "record/wav_reader.h"

namespace hookswitch {

class Playback {
 public:
  Playback(uint32_t id, std::string file) : id_(id), file_(std::move(file)) {}

  // By the media thread.
  uint32_t id() const { return id_; }
  /// The next 10 ms, empty while the file is waited for. `over` once everything was heard.
  std::span<const int16_t> pull(bool& over);
  /// The media thread does not come back to it.
  void let_go() { released_.store(true, std::memory_order_release); }

  // By the file thread.
  /// Reads ahead. True: it is over, and `end` says how.
  bool read(FileEnd& end);

 private:
  using Block = std::array<int16_t, kTickSamples>;

  bool open();
  void fill();

  uint32_t id_;
  std::string file_;
  /// 500 ms.
  SpscRing<Block> blocks_{50};
  Block heard_{};
  std::atomic<bool> complete_{false};
  std::atomic<bool> released_{false};

  WavReader reader_;
  std::unique_ptr<Resampler> resampler_;
  std::vector<int16_t> pending_;
  bool opened_ = false;
  bool at_end_ = false;
  FileEnd end_;
};

}  // namespace hookswitch
