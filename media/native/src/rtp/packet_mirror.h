// Packets to an administrator's machine, where a sniffer takes them. A session's own are copied as they stand on the wire, so that what
// is encrypted stays so.
#pragma once

#include <cstdint>
#include <span>

#include "rtp/endpoint.h"

namespace hookswitch {

class PacketMirror {
 public:
  PacketMirror() = default;
  ~PacketMirror();
  PacketMirror(const PacketMirror&) = delete;
  PacketMirror& operator=(const PacketMirror&) = delete;

  /// Before other threads know the session. False: there is no socket to be had, and nothing is copied.
  bool open(const Endpoint& to);

  /// By any thread; never waits. What the kernel cannot take is not copied. Does nothing where there is no mirror.
  void copy(std::span<const uint8_t> datagram) const;

 private:
  int socket_ = -1;
  Endpoint to_;
};

}  // namespace hookswitch
