// Whom we listen to: the negotiated address alone unless another is let, and of its ports the one that speaks first (symmetric RTP, RFC 4961; the
// negotiated port always wins). A stranger's packet is refused, so that nobody can talk into a call by guessing its port.
#pragma once

#include <cstdint>

#include "rtp/endpoint.h"

namespace hookswitch {

class SourceLock {
 public:
  /// Another address or port than before opens the lock again.
  void negotiate(const Endpoint& remote);

  /// Until somebody is locked to, any address may be the other side's; later no other.
  void let_roam(bool roams) { roams_ = roams; }

  /// Of a multicast group: whoever speaks first, until they are silent.
  void welcome_anybody() { anybody_ = true; }

  enum class Verdict { accepted, accepted_new_source, refused };

  Verdict judge(const Endpoint& from, int64_t now_ms);

  bool locked() const { return locked_; }
  /// A latched port that has been silent this long may be taken over by another of the same address.
  static constexpr int64_t kTakeOverMs = 500;

 private:
  bool anybody_ = false;
  bool roams_ = false;
  Endpoint remote_;
  uint16_t port_ = 0;
  bool locked_ = false;
  int64_t last_heard_ms_ = 0;
};

}  // namespace hookswitch
