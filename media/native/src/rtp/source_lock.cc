// The decision which source is the call's.
#include "rtp/source_lock.h"

namespace hookswitch {

void SourceLock::negotiate(const Endpoint& remote) {
  if (remote_.valid() && remote == remote_) return;
  remote_ = remote;
  locked_ = false;
}

SourceLock::Verdict SourceLock::judge(const Endpoint& from, int64_t now_ms) {
  if (anybody_ && from.key() != remote_.key() && (!locked_ || now_ms - last_heard_ms_ >= kTakeOverMs)) negotiate(from);
  if (roams_ && !locked_ && from.key() != remote_.key()) negotiate(from);
  if (!remote_.valid() || from.key() != remote_.key()) return Verdict::refused;
  const uint16_t port = from.port();
  if (locked_ && port == port_) {
    last_heard_ms_ = now_ms;
    return Verdict::accepted;
  }
  const bool free = !locked_ || now_ms - last_heard_ms_ >= kTakeOverMs || port == remote_.port();
  if (!free) return Verdict::refused;
  locked_ = true;
  port_ = port;
  last_heard_ms_ = now_ms;
  return Verdict::accepted_new_source;
}

}  // namespace hookswitch
