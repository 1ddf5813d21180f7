// Binds the port pair and sends.
#include "rtp/socket_pair.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "rtp/bound_socket.h"

namespace hookswitch {

namespace {
/// More do not come between two ticks.
constexpr int kErrorsAtOnce = 32;
}  // namespace

bool SocketPair::open(std::string_view address, uint16_t first, uint16_t last, int tos, uint32_t start, std::string& error) {
  close();
  const uint32_t low = (first + 1U) & ~1U;
  const uint32_t pairs = last > low ? (last - low + 1U) / 2U : 0;
  int failure = EADDRINUSE;
  for (uint32_t tried = 0; tried < pairs; ++tried) {
    const uint16_t port = static_cast<uint16_t>(low + 2U * ((start % pairs + tried) % pairs));
    const auto rtp = Endpoint::from(address, port);
    const auto rtcp = Endpoint::from(address, static_cast<uint16_t>(port + 1));
    if (!rtp || !rtcp) {
      error = "not a literal address";
      return false;
    }
    rtp_ = bound_socket(*rtp, tos);
    failure = errno;
    if (rtp_ >= 0) {
      rtcp_ = bound_socket(*rtcp, tos);
      failure = errno;
      port_ = port;
      if (rtcp_ >= 0) return true;
    }
    close();
    // Anything but a port in use will be the same on the next one.
    if (failure != EADDRINUSE && failure != EACCES) break;
  }
  error = pairs == 0 ? "no even port with its neighbour in the range" : strerror(failure);
  return false;
}

bool SocketPair::join(std::string_view group, uint16_t port, std::string_view address, std::string& error) {
  close();
  const auto rtp = Endpoint::from(group, port);
  const auto rtcp = Endpoint::from(group, static_cast<uint16_t>(port + 1));
  const auto local = Endpoint::from(address, 0);
  if (!rtp || !rtcp || !local) {
    error = "not a literal address";
    return false;
  }
  rtp_ = group_socket(*rtp, *local);
  if (rtp_ >= 0) rtcp_ = group_socket(*rtcp, *local);
  port_ = port;
  if (rtcp_ >= 0) return true;
  error = strerror(errno);
  close();
  return false;
}

bool SocketPair::move(std::string_view address, uint16_t first, uint16_t last, int tos, std::string& error) {
  SocketPair fresh;
  const uint32_t low = (first + 1U) & ~1U;
  if (!fresh.open(address, first, last, tos, port_ > low ? (port_ - low) / 2U : 0, error)) return false;
  // What a thread is about to read or send by the number is the old socket or the new one.
  if (dup3(fresh.rtp_, rtp_, O_CLOEXEC) < 0 || dup3(fresh.rtcp_, rtcp_, O_CLOEXEC) < 0) {
    error = strerror(errno);
    return false;
  }
  port_ = fresh.port_;
  return true;
}

void SocketPair::close() {
  if (rtp_ >= 0) ::close(rtp_);
  if (rtcp_ >= 0) ::close(rtcp_);
  rtp_ = -1;
  rtcp_ = -1;
  port_ = 0;
}

void SocketPair::omit_checksums() {
  const int omitted = 1;
  for (const int socket : {rtp_, rtcp_}) setsockopt(socket, SOL_SOCKET, SO_NO_CHECK, &omitted, sizeof omitted);
}

void SocketPair::watch_errors() {
  const int watched = 1;
  // The one that is not of the socket's family is refused.
  setsockopt(rtp_, IPPROTO_IP, IP_RECVERR, &watched, sizeof watched);
  setsockopt(rtp_, IPPROTO_IPV6, IPV6_RECVERR, &watched, sizeof watched);
}

int SocketPair::take_errors() const {
  std::array<uint8_t, 4> head;
  alignas(cmsghdr) std::array<uint8_t, 512> control;
  int taken = 0;
  for (; taken < kErrorsAtOnce; ++taken) {
    iovec part{head.data(), head.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (recvmsg(rtp_, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) break;
  }
  return taken;
}

bool SocketPair::send(int socket, std::span<const uint8_t> datagram, const MediaPath& path) {
  const Endpoint& to = path.to;
  if (socket < 0 || !to.valid() || to.port() == 0) return false;
  const std::array<uint8_t, kChannelHeader> header{static_cast<uint8_t>(path.channel >> 8), static_cast<uint8_t>(path.channel),
                                                   static_cast<uint8_t>(datagram.size() >> 8), static_cast<uint8_t>(datagram.size())};
  const size_t header_size = path.channel == 0 ? 0 : header.size();
  // The kernel does not write there.
  std::array<iovec, 2> parts{iovec{const_cast<uint8_t*>(header.data()), header_size},
                             iovec{const_cast<uint8_t*>(datagram.data()), datagram.size()}};
  msghdr message{};
  message.msg_name = const_cast<sockaddr_storage*>(&to.address);
  message.msg_namelen = to.length;
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  const auto size = static_cast<ssize_t>(header_size + datagram.size());
  const ssize_t sent = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  // What became of a packet before is told in place of sending this one, once.
  if (sent < 0 && (errno == ECONNREFUSED || errno == EHOSTUNREACH)) return sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == size;
  return sent == size;
}

}  // namespace hookswitch
