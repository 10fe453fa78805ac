// zlib as it is: its gz functions read plain files and compressed ones alike.
#ifndef CZLIB_H
#define CZLIB_H
#include <zlib.h>
#endif
