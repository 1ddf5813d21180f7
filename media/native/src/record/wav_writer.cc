// RIFF/WAVE, little-endian whatever the machine.
#include "record/wav_writer.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace hookswitch {

namespace {

constexpr int64_t kHeaderBytes = 44;
/// RIFF counts its bytes with 32 bits.
constexpr int64_t kMostBytes = 0xffff'ffff - kHeaderBytes;
constexpr size_t kWriteAtOnce = 8192;

void put(uint8_t*& at, uint32_t value, size_t bytes) {
  for (size_t index = 0; index < bytes; ++index) *at++ = static_cast<uint8_t>(value >> (8 * index));
}

void put(uint8_t*& at, const char (&name)[5]) {
  std::memcpy(at, name, 4);
  at += 4;
}

}  // namespace

bool WavWriter::fail(const char* what) {
  const int error = errno;
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  end_.reason = full ? FileEndReason::disk_full : FileEndReason::failed;
  end_.failure = std::string(what) + ": " + std::strerror(error);
  return false;
}

bool WavWriter::open(const std::string& file, int rate, int channels, int64_t least_free_bytes) {
  rate_ = rate;
  channels_ = channels;
  least_free_bytes_ = least_free_bytes;
  waiting_.reserve(2 * kWriteAtOnce);
  file_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file_ < 0) return fail("open");
  return write_header();
}

bool WavWriter::write_header() {
  std::array<uint8_t, kHeaderBytes> header{};
  uint8_t* at = header.data();
  const auto data = static_cast<uint32_t>(data_bytes_);
  const auto frame = static_cast<uint32_t>(channels_ * 2);
  put(at, "RIFF");
  put(at, data + kHeaderBytes - 8, 4);
  put(at, "WAVE");
  put(at, "fmt ");
  put(at, 16, 4);
  put(at, 1, 2);  // PCM
  put(at, static_cast<uint32_t>(channels_), 2);
  put(at, static_cast<uint32_t>(rate_), 4);
  put(at, static_cast<uint32_t>(rate_) * frame, 4);
  put(at, frame, 2);
  put(at, 16, 2);
  put(at, "data");
  put(at, data, 4);
  if (pwrite(file_, header.data(), header.size(), 0) == kHeaderBytes) return true;
  return fail("write");
}

bool WavWriter::write(std::span<const int16_t> samples) {
  if (data_bytes_ + static_cast<int64_t>(waiting_.size() + samples.size() * 2) > kMostBytes) {
    errno = EFBIG;
    return fail("write");
  }
  for (const int16_t sample : samples) {
    waiting_.push_back(static_cast<uint8_t>(sample));
    waiting_.push_back(static_cast<uint8_t>(sample >> 8));
  }
  return waiting_.size() < kWriteAtOnce || flush();
}

bool WavWriter::flush() {
  size_t done = 0;
  while (done < waiting_.size()) {
    const ssize_t written = pwrite(file_, waiting_.data() + done, waiting_.size() - done, kHeaderBytes + data_bytes_);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    done += static_cast<size_t>(written);
    data_bytes_ += written;
  }
  const bool whole = done == waiting_.size();
  waiting_.clear();
  return whole || fail("write");
}

bool WavWriter::settle() {
  if (!flush() || !write_header()) return false;
  struct statvfs system {};
  if (fstatvfs(file_, &system) != 0) return true;
  if (static_cast<int64_t>(system.f_bavail) * static_cast<int64_t>(system.f_frsize) >= least_free_bytes_) return true;
  errno = ENOSPC;
  return fail("write");
}

FileEnd WavWriter::close() {
  if (file_ < 0) return end_;
  const bool complete = end_.failure.empty() && flush();
  // A sample that came half, or a channel without the other.
  data_bytes_ -= data_bytes_ % (2 * channels_);
  const FileEnd failed = end_;
  const bool right = ftruncate(file_, kHeaderBytes + data_bytes_) == 0 && write_header();
  if (!complete || right) end_ = failed;
  ::close(file_);
  file_ = -1;
  end_.bytes = kHeaderBytes + data_bytes_;
  end_.duration_ms = data_bytes_ * 1000 / (int64_t{rate_} * channels_ * 2);
  return end_;
}

}  // namespace hookswitch
