// Reads a RIFF/WAVE file of 16-bit PCM in pieces, as one channel. The file may be anybody's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hookswitch {

class WavReader {
 public:
  WavReader() = default;
  ~WavReader();
  WavReader(const WavReader&) = delete;
  WavReader& operator=(const WavReader&) = delete;

  /// False: `error` says why it is not to be played.
  bool open(const std::string& file, std::string& error);
  int rate() const { return rate_; }
  /// The next samples, at most so many; none at the end.
  const std::vector<int16_t>& read(size_t most);

 private:
  bool find_sound(std::string& error);

  int file_ = -1;
  int rate_ = 8000;
  size_t channels_ = 1;
  int64_t at_ = 0;
  int64_t end_ = 0;
  std::vector<uint8_t> bytes_;
  std::vector<int16_t> samples_;
};

}  // namespace hookswitch
