// Writes network byte order into a buffer of ours. What does not fit is left out and `ok()` turns false.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

class ByteWriter {
 public:
  explicit ByteWriter(std::span<uint8_t> bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  size_t size() const { return at_; }

  void u8(uint32_t value) { number(value, 1); }
  void u16(uint32_t value) { number(value, 2); }
  void u24(uint32_t value) { number(value, 3); }
  void u32(uint32_t value) { number(value, 4); }

  void bytes(std::span<const uint8_t> from) {
    if (!room(from.size())) return;
    std::copy(from.begin(), from.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ += from.size();
  }

  /// Replaces two bytes written before: lengths are known at the end.
  void patch_u16(size_t at, uint32_t value) {
    if (at + 2 > at_) return;
    bytes_[at] = static_cast<uint8_t>(value >> 8);
    bytes_[at + 1] = static_cast<uint8_t>(value);
  }

 private:
  bool room(size_t count) {
    if (count > bytes_.size() - at_) ok_ = false;
    return ok_;
  }

  void number(uint32_t value, int count) {
    if (!room(static_cast<size_t>(count))) return;
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) bytes_[at_++] = static_cast<uint8_t>(value >> shift);
  }

  std::span<uint8_t> bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace hookswitch
