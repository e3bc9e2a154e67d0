# How everything is compiled: the language, the warnings, the build types, the hardening and the compiler cache.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON) # TRY is a GNU statement expression; -Wpedantic still refuses any that lacks __extension__.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Debug)
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_ASAN "-O0 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer")
# The thread sanitizer knows no fences. Asio's are not needed for what it guards with its mutexes, too.
set(CMAKE_CXX_FLAGS_TSAN "-O0 -g1 -fsanitize=thread -fno-omit-frame-pointer -DBOOST_ASIO_DISABLE_FENCED_BLOCK")
set(CMAKE_CXX_FLAGS_FUZZ "-O0 -g1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer")

add_compile_options(
    -fPIE # Everywhere, and not by CMake's property, which differs between libraries and programs: they share a precompiled header.
    -Wall -Wextra -Wpedantic -Wshadow -Werror
    # No path of the machine that built it gets into the binary.
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)

if(CMAKE_BUILD_TYPE STREQUAL "Fuzz")
    add_compile_options(-Wno-error) # Another compiler's warnings are the linter's to find.
endif()

# Product code is hardened in the release; tests beside it are compiled at -O0, where _FORTIFY_SOURCE does not work.
add_library(akebono_product_options INTERFACE)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    # g++ 12 warns of overflows inside std::string that cannot happen, once it has inlined enough: GCC bugs 105329, 105651.
    add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
    add_compile_options(-fstack-protector-strong -fstack-clash-protection)
    add_compile_definitions(_GLIBCXX_ASSERTIONS)
    target_compile_options(akebono_product_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
    add_link_options(-pie -Wl,-z,relro -Wl,-z,now -Wl,--as-needed)
endif()

# ccache shares its entries between checkouts, with the precompiled header too, whatever the environment says.
find_program(AKEBONO_CCACHE ccache)
if(AKEBONO_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
        ${AKEBONO_CCACHE})
endif()

# Ninja starts what is listed first: files that take Asio or Beast in cost half a minute each and must not come last.
function(heavy_sources_first variable)
    set(heavy)
    set(light)
    foreach(source IN LISTS ${variable})
        file(STRINGS ${source} taken REGEX "#include <boost/(asio|beast)" LIMIT_COUNT 1)
        if(taken)
            list(APPEND heavy ${source})
        else()
            list(APPEND light ${source})
        endif()
    endforeach()
    set(${variable} ${heavy} ${light} PARENT_SCOPE)
endfunction()
