// A received datagram on its way from the receive thread to the media thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "rtp/endpoint.h"

namespace hookswitch {

struct Datagram {
  static constexpr size_t kBytes = 1500;
  bool rtcp = false;
  /// `from` is the TURN server then.
  bool relayed = false;
  uint16_t size = 0;
  int64_t arrival_us = 0;
  Endpoint from;
  alignas(8) std::array<uint8_t, kBytes> data;
  std::span<const uint8_t> bytes() const { return {data.data(), size}; }
};

}  // namespace hookswitch
