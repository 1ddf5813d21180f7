// What goes out is protected here, by the media thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "srtp/srtp_context.h"

namespace hookswitch {

/// Made by the control thread.
struct SendSetup {
  DirectionSecurity::Mode mode = DirectionSecurity::Mode::plain;
  std::unique_ptr<SrtpContext> context;
};

class SendSecurity {
 public:
  /// The same keys go on with their counters. What is no longer needed is in `setup` afterwards.
  void change(SendSetup& setup);
  bool plain() const { return mode_ == DirectionSecurity::Mode::plain; }
  bool open() const { return mode_ != DirectionSecurity::Mode::closed; }

  /// What is to be sent instead, valid until the next; empty: nothing must go out.
  std::span<const uint8_t> seal(std::span<const uint8_t> packet, bool rtcp);

 private:
  DirectionSecurity::Mode mode_ = DirectionSecurity::Mode::plain;
  std::unique_ptr<SrtpContext> context_;
  alignas(8) std::array<uint8_t, 1500 + SrtpContext::kMaxTrailer> sealed_{};
};

}  // namespace hookswitch
