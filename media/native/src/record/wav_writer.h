// Writes 16-bit PCM into a RIFF/WAVE file that is whole at any moment, up to the last second.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "record/file_end.h"

namespace hookswitch {

class WavWriter {
 public:
  WavWriter() = default;
  ~WavWriter() { close(); }
  WavWriter(const WavWriter&) = delete;
  WavWriter& operator=(const WavWriter&) = delete;

  /// A file that was not there before, readable by its owner alone. False: `close` tells why, as after the others.
  bool open(const std::string& file, int rate, int channels, int64_t least_free_bytes);
  bool write(std::span<const int16_t> samples);
  /// What was written so far reaches the file, with a header that says so.
  bool settle();
  FileEnd close();

 private:
  bool fail(const char* what);
  bool flush();
  bool write_header();

  int file_ = -1;
  int rate_ = 8000;
  int channels_ = 1;
  int64_t least_free_bytes_ = 0;
  int64_t data_bytes_ = 0;
  std::vector<uint8_t> waiting_;
  FileEnd end_;
};

}  // namespace hookswitch
