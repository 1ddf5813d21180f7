// Chunks of a RIFF file, each checked against the file's own length.
#include "record/wav_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>

namespace hookswitch {

namespace {

/// More than any program writes before the sound.
constexpr int kMostChunks = 64;

uint32_t little(std::span<const uint8_t> bytes) {
  uint32_t value = 0;
  for (size_t index = bytes.size(); index > 0; --index) value = value << 8 | bytes[index - 1];
  return value;
}

bool named(std::span<const uint8_t> bytes, const char* name) { return std::memcmp(bytes.data(), name, 4) == 0; }

}  // namespace

WavReader::~WavReader() {
  if (file_ >= 0) ::close(file_);
}

bool WavReader::open(const std::string& file, std::string& error) {
  // A pipe or a device would hold the thread.
  file_ = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status {};
  if (file_ < 0 || fstat(file_, &status) != 0) {
    error = std::strerror(errno);
    return false;
  }
  if (!S_ISREG(status.st_mode)) {
    error = "not a file";
    return false;
  }
  end_ = status.st_size;
  return find_sound(error);
}

bool WavReader::find_sound(std::string& error) {
  std::array<uint8_t, 12> head{};
  bool known = false;
  error = "not a WAV file";
  if (pread(file_, head.data(), 12, 0) != 12 || !named(head, "RIFF") || !named(std::span(head).subspan(8), "WAVE")) return false;
  at_ = 12;
  for (int chunk = 0; chunk < kMostChunks && pread(file_, head.data(), 8, at_) == 8; ++chunk) {
    const int64_t size = little(std::span(head).subspan(4, 4));
    const int64_t begin = at_ + 8;
    if (named(head, "data")) {
      if (!known) return false;
      at_ = begin;
      end_ = std::min(end_, begin + size);
      error.clear();
      return true;
    }
    if (named(head, "fmt ")) {
      std::array<uint8_t, 16> format{};
      if (size < 16 || pread(file_, format.data(), 16, begin) != 16) return false;
      const auto field = [&](size_t from, size_t bytes) { return little(std::span(format).subspan(from, bytes)); };
      channels_ = field(2, 2);
      rate_ = static_cast<int>(std::min<uint32_t>(field(4, 4), 1'000'000));
      known = field(0, 2) == 1 && field(14, 2) == 16 && (channels_ == 1 || channels_ == 2);
      error = "not 16-bit PCM of one or two channels at 8 to 48 kHz";
      if (!known || rate_ < 8000 || rate_ > 48'000) return false;
    }
    // Chunks begin at even places.
    at_ = begin + size + size % 2;
  }
  return false;
}

const std::vector<int16_t>& WavReader::read(size_t most) {
  const auto frame = static_cast<int64_t>(channels_ * 2);
  const int64_t wanted = std::min<int64_t>(static_cast<int64_t>(most), (end_ - at_) / frame);
  samples_.clear();
  if (wanted <= 0) return samples_;
  bytes_.resize(static_cast<size_t>(wanted * frame));
  const ssize_t got = pread(file_, bytes_.data(), bytes_.size(), at_);
  const int64_t frames = std::max<int64_t>(0, got) / frame;
  at_ = frames == 0 ? end_ : at_ + frames * frame;
  for (int64_t index = 0; index < frames; ++index) {
    int sum = 0;
    for (size_t channel = 0; channel < channels_; ++channel) {
      const size_t place = static_cast<size_t>(index * frame) + channel * 2;
      sum += static_cast<int16_t>(little(std::span(bytes_).subspan(place, 2)));
    }
    samples_.push_back(static_cast<int16_t>(sum / static_cast<int>(channels_)));
  }
  return samples_;
}

}  // namespace hookswitch
