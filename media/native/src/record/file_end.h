// How the writing or reading of a sound ended.
#pragma once

#include <cstdint>
#include <string>

namespace hookswitch {

enum class FileEndReason : uint8_t { stopped, limit, disk_full, failed };

struct FileEnd {
  FileEndReason reason = FileEndReason::stopped;
  /// In words, where it failed.
  std::string failure;
  int64_t duration_ms = 0;
  int64_t bytes = 0;
};

}  // namespace hookswitch
