// mmap(2) of a device's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace hookswitch::kernel {

class DeviceMapping {
 public:
  /// Null with `error` set to errno. The pages are there at once: one that is asked for after the device went away ends the process.
  static std::shared_ptr<DeviceMapping> map(int descriptor, int64_t offset, size_t length, int& error);

  DeviceMapping(void* address, size_t length) : address_(address), length_(length) {}
  DeviceMapping(const DeviceMapping&) = delete;
  DeviceMapping& operator=(const DeviceMapping&) = delete;
  ~DeviceMapping() { release(); }

  void* address() const { return address_; }

  /// Gives the memory back, and with it the hold on the device, whoever still knows the address.
  void release();

 private:
  void* address_;
  size_t length_;
};

}  // namespace hookswitch::kernel
