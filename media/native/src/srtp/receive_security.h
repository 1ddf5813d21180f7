// The door of what comes in: opens packets with the keys of the moment, and for a while with those before, because packets that were under
// way when the keys changed are good ones.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

#include "srtp/srtp_context.h"

namespace hookswitch {

/// Made by the control thread.
struct ReceiveSetup {
  DirectionSecurity::Mode mode = DirectionSecurity::Mode::plain;
  std::unique_ptr<SrtpContext> context;
};

class ReceiveSecurity {
 public:
  static constexpr int64_t kOldKeysUs = 3'000'000;

  ~ReceiveSecurity() { delete next_.load(); }

  /// By the control thread; in force with the next packet. The same keys as before change nothing: counters and replay list go on.
  void change(std::unique_ptr<ReceiveSetup> setup) { delete next_.exchange(setup.release()); }

  /// By the receive thread: in place. False: it is to be dropped, and has been counted.
  bool open(std::span<uint8_t> buffer, size_t& size, bool rtcp, int64_t now_us);

  int64_t forged() const { return forged_.load(std::memory_order_relaxed); }
  int64_t replayed() const { return replayed_.load(std::memory_order_relaxed); }

 private:
  void take_over(int64_t now_us);
  SrtpContext::Verdict judge(std::span<uint8_t> buffer, size_t& size, bool rtcp, int64_t now_us);

  std::atomic<ReceiveSetup*> next_{nullptr};
  ReceiveSetup current_;
  std::unique_ptr<SrtpContext> old_;
  int64_t old_until_us_ = 0;
  std::atomic<int64_t> forged_{0};
  std::atomic<int64_t> replayed_{0};
};

}  // namespace hookswitch
